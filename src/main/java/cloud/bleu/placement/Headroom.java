package cloud.bleu.placement;

import java.util.Arrays;

/**
 * How many replicas of one workload fit where, in whole replicas: the state of the room priced for
 * it once, so that the search works on small numbers. The workload's own use and reserve must be
 * out of the room.
 */
final class Headroom {
  private final Room room;
  private final int zones;
  private final int[] plain;
  private final int[] plainStamp;
  private final int[] byEvent;
  private final int[] byEventStamp;
  private Subject subject;
  private int most;
  private int stamp;

  Headroom(Room room, int zones, int events, Subject any) {
    this.room = room;
    this.zones = zones;
    this.subject = any;
    this.plain = new int[zones];
    this.plainStamp = new int[zones];
    this.byEvent = new int[events * zones * 2];
    this.byEventStamp = new int[events * zones * 2];
  }

  /** Starts anew for a workload of which at most so many replicas are asked for in one zone. */
  void reset(Subject of, int atMost) {
    subject = of;
    most = atMost;
    if (++stamp == Integer.MAX_VALUE) {
      Arrays.fill(plainStamp, 0);
      Arrays.fill(byEventStamp, 0);
      stamp = 1;
    }
  }

  /** Replicas that fit in a zone, whichever event happens. */
  int fit(int zone) {
    if (plainStamp[zone] != stamp) {
      plainStamp[zone] = stamp;
      plain[zone] = room.fit(subject, zone, most, subject.workload.surges());
    }
    return plain[zone];
  }

  /** Replicas that fit in a zone after an event; {@code inUse}: the workload rolls out there. */
  int fit(int event, int zone, boolean inUse) {
    boolean rollout = inUse && subject.workload.surges();
    int slot = (event * zones + zone) * 2 + (rollout ? 1 : 0);
    if (byEventStamp[slot] != stamp) {
      byEventStamp[slot] = stamp;
      byEvent[slot] = room.fit(subject, event, zone, most, rollout);
    }
    return byEvent[slot];
  }

  /** As {@link #fit(int, int, boolean)}, with what may be evicted at the loss. */
  int fitEvicting(int event, int zone, boolean inUse) {
    return room.fitEvicting(subject, event, zone, most, inUse && subject.workload.surges());
  }

  boolean shares(int event, int zone, int replicas) {
    return room.shares(subject, event, zone, replicas);
  }
}
