package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.Arrays;

/**
 * How many replicas of one workload fit where, in whole replicas: the state of the room priced for
 * it once, so that the search works on small numbers. The workload's own use and reserve must be
 * out of the room.
 */
public final class Headroom {
  private final CapacityLedger ledger;
  private final int zones;
  private final int[] plain;
  private final int[] plainStamp;
  private final int[] byEvent;
  private final int[] byEventStamp;
  private CompiledWorkload compiled;
  private int most;
  private int stamp;

  /**
   * @param events how many losses somebody is protected against
   * @param any a workload of the estate: {@link #reset} names the one that is asked about
   */
  public Headroom(CapacityLedger ledger, int zones, int events, CompiledWorkload any) {
    this.ledger = ledger;
    this.zones = zones;
    this.compiled = any;
    this.plain = new int[zones];
    this.plainStamp = new int[zones];
    this.byEvent = new int[events * zones * 2];
    this.byEventStamp = new int[events * zones * 2];
  }

  /** Starts anew for a workload of which at most so many replicas are asked for in one zone. */
  public void reset(CompiledWorkload of, int atMost) {
    compiled = of;
    most = atMost;
    if (++stamp == Integer.MAX_VALUE) {
      Arrays.fill(plainStamp, 0);
      Arrays.fill(byEventStamp, 0);
      stamp = 1;
    }
  }

  /** Replicas that fit in a zone, whichever event happens. */
  public int fit(int zone) {
    ledger.read();
    if (plainStamp[zone] != stamp) {
      plainStamp[zone] = stamp;
      plain[zone] = ledger.fit(compiled, zone, most, compiled.workload.surges());
    }
    return plain[zone];
  }

  /** Replicas that fit in a zone after an event; {@code inUse}: the workload rolls out there. */
  public int fit(int event, int zone, boolean inUse) {
    ledger.read();
    boolean rollout = inUse && compiled.workload.surges();
    int slot = (event * zones + zone) * 2 + (rollout ? 1 : 0);
    if (byEventStamp[slot] != stamp) {
      byEventStamp[slot] = stamp;
      byEvent[slot] = ledger.fit(compiled, event, zone, most, rollout);
    }
    return byEvent[slot];
  }

  /** As {@link #fit(int, int, boolean)}, of what is held there already. */
  public int fitHeld(int event, int zone, boolean inUse) {
    return ledger.fitHeld(compiled, event, zone, most, inUse && compiled.workload.surges());
  }

  /** As {@link #fit(int, int, boolean)}, with what may be evicted at the loss. */
  public int fitEvicting(int event, int zone, boolean inUse) {
    return ledger.fitEvicting(compiled, event, zone, most, inUse && compiled.workload.surges());
  }

  /** Whether so many replicas more would add nothing to the most that any event asks of a zone. */
  public boolean shares(int event, int zone, int replicas) {
    return ledger.shares(compiled, event, zone, replicas);
  }
}
