package io.sipcast.media;

/** Shut while the call is on hold and what the holder sends is not to go on air. */
final class HoldGate implements Stage<OrderedPacket, OrderedPacket> {
    private boolean shut;
    private boolean missed;
    private boolean restarted;

    void shut(boolean on) {
        shut = on;
    }

    boolean isShut() {
        return shut;
    }

    /** What comes after a hold comes after a gap, and may be of another source. */
    @Override
    public void process(OrderedPacket item, Sink<? super OrderedPacket> out) {
        if (shut) {
            missed = true;
            restarted |= item.restarted();
            out.drop();
            return;
        }
        OrderedPacket next = missed ? item.afterLoss() : item;
        out.accept(restarted ? next.asRestarted() : next);
        missed = false;
        restarted = false;
    }

    @Override
    public String name() {
        return "hold";
    }
}
