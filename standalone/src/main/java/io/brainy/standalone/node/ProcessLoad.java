package io.brainy.standalone.node;

import com.sun.management.OperatingSystemMXBean;
import io.brainy.coordinator.port.ClusterView.Load;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.function.Supplier;

/// How busy this process is, by the JVM's own meters.
final class ProcessLoad implements Supplier<Load> {

    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public Load get() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        // Negative until the JVM has measured for a moment.
        double cpu = Math.max(0, system.getProcessCpuLoad());
        return new Load(cpu, heap.getUsed(), heap.getMax());
    }
}
