package io.brainy.coordinator.actuate;

import static io.brainy.coordinator.actuate.FixedView.node;
import static io.brainy.coordinator.actuate.FixedView.shard;
import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.brainy.coordinator.port.ClusterView.Liveness;
import io.brainy.coordinator.port.ClusterView.Migration;
import io.brainy.coordinator.port.ClusterView.MigrationState;
import io.brainy.coordinator.port.ClusterView.OwnerState;
import io.brainy.model.key.CollectionName;
import io.brainy.model.key.NodeId;
import io.brainy.model.key.ShardId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

class ClusterApiTest {

    private final MockMvc api =
            MockMvcBuilders.standaloneSetup(
                            new ClusterController(
                                    new FixedView(
                                            List.of(node("solo", Liveness.LIVE)),
                                            List.of(shard(1, new OwnerState.Serving())),
                                            List.of(
                                                    new Migration(
                                                            new ShardId(7, 0),
                                                            new CollectionName("books"),
                                                            new NodeId("from"),
                                                            new NodeId("unto"),
                                                            MigrationState.WARMING,
                                                            5,
                                                            10,
                                                            Instant.EPOCH,
                                                            "a new node")),
                                            List.of())))
                    .build();

    @Test
    void healthIsTheVerdictInLowerCase() throws Exception {
        api.perform(get("/v1/cluster/health"))
                .andExpect(status().isOk())
                .andExpect(
                        content()
                                .json(
                                        """
                                        {"status":"green","nodes":1,"healthy":1,"shards":1,
                                         "reasons":[]}
                                        """));
    }

    @Test
    void nodesTellWhatTheContractPromises() throws Exception {
        api.perform(get("/v1/cluster/nodes"))
                .andExpect(
                        content()
                                .json(
                                        """
                                        {"nodes":[{"id":"solo","state":"live",
                                          "roles":["ingest","search"],
                                          "url":"http://127.0.0.1:8080","bucket":"directory /data",
                                          "zone":"a","capacity":1.0,
                                          "load":{"cpu":0.25,"heapUsedBytes":100,
                                                  "heapMaxBytes":400},
                                          "heartbeatAgeMillis":17000,"warmShards":3}]}
                                        """));
    }

    @Test
    void shardsTellWhatTheContractPromises() throws Exception {
        api.perform(get("/v1/cluster/shards"))
                .andExpect(
                        content()
                                .json(
                                        """
                                        {"shards":[{"shard":"7-0","collection":"books",
                                          "slots":{"from":0,"to":65535},
                                          "owners":[{"node":"node0","state":"serving"}],
                                          "epoch":9,"position":1234,"documents":50,"bytes":6000}]}
                                        """));
    }

    @Test
    void shardsAreThoseOfTheCollectionThatIsAskedFor() throws Exception {
        api.perform(get("/v1/cluster/shards").param("collection", "books"))
                .andExpect(jsonPath("$.shards", hasSize(1)));
        api.perform(get("/v1/cluster/shards").param("collection", "films"))
                .andExpect(jsonPath("$.shards", hasSize(0)));
    }

    @Test
    void migrationsTellWhatTheContractPromises() throws Exception {
        api.perform(get("/v1/cluster/migrations"))
                .andExpect(
                        content()
                                .json(
                                        """
                                        {"migrations":[{"shard":"7-0","collection":"books",
                                          "from":"from","to":"unto","state":"warming",
                                          "bytesDone":5,"bytesTotal":10,
                                          "started":"1970-01-01T00:00:00Z",
                                          "reason":"a new node"}]}
                                        """));
    }
}
