package io.brainy.model.key;

/// Contiguous slots, both ends included: what one shard serves.
public record SlotRange(int from, int to) {

    /// Every slot there is.
    public static final SlotRange ALL = new SlotRange(0, Slots.COUNT - 1);

    public SlotRange {
        if (from < 0 || to >= Slots.COUNT || from > to) {
            throw new IllegalArgumentException(
                    "a slot range lies within 0.."
                            + (Slots.COUNT - 1)
                            + ", found "
                            + from
                            + ".."
                            + to);
        }
    }

    public boolean contains(int slot) {
        return slot >= from && slot <= to;
    }

    public boolean overlaps(int first, int last) {
        return first <= to && last >= from;
    }
}
