package cloud.bleu.placement.capacity;

import cloud.bleu.placement.problem.CompiledWorkload;
import java.util.Arrays;

/** What the room counts of one workload, and what bounds it there, beside what its replicas use. */
final class WorkloadRoom {
  private static final int[] NOWHERE = {};

  private final ReplicaPlaces places;

  /** Whether its reserve is counted in the room. */
  private boolean reserved;

  /** Whether it is taken out of the room to see whether evicting it now would help. */
  private boolean withdrawn;

  /** By zone: room held for replicas that wait to go home. */
  private int[] held = NOWHERE;

  /** By zone: replicas with their home elsewhere when that was held. */
  private int[] refugees = NOWHERE;

  /** By zone: the most replicas that a degraded zone has room for beside those of others. */
  private int[] ceiling = NOWHERE;

  WorkloadRoom(ReplicaPlaces places) {
    this.places = places;
  }

  boolean reserved() {
    return reserved;
  }

  boolean withdrawn() {
    return withdrawn;
  }

  /** Its reserve is counted in the room from now on. */
  void reserve() {
    reserved = true;
  }

  /** Its reserve is counted no more. */
  void release() {
    reserved = false;
  }

  /** Its replicas make no room for anybody at a loss: they are gone already. */
  void withdraw() {
    withdrawn = true;
  }

  /** Its replicas are back. */
  void comeBack() {
    withdrawn = false;
  }

  /** Room held in a zone for replicas that wait to go home. */
  int held(int zone) {
    return held.length == 0 ? 0 : held[zone];
  }

  /**
   * A copy by zone: room held for replicas that wait to go home; empty while none was held
   * anywhere.
   */
  int[] held() {
    return held.clone();
  }

  /** Holds so many, for the replicas that are away from home now. */
  void holdHome(int zone, int replicas) {
    if (held.length == 0) {
      held = new int[places.zones()];
      refugees = new int[places.zones()];
    }
    held[zone] = replicas;
    Arrays.setAll(refugees, z -> Math.max(0, places.replicas(z) - places.homes(z)));
  }

  /** Replicas in a zone that have their home elsewhere, as they were when room was held there. */
  int refugees(int zone) {
    return refugees.length == 0 ? 0 : refugees[zone];
  }

  /** Whether a degraded zone bounds what it keeps there. */
  boolean bounded(int zone) {
    return most(zone) != CompiledWorkload.UNBOUNDED;
  }

  /** A degraded zone keeps no more than so many of its replicas. */
  void bound(int zone, int most) {
    if (ceiling.length == 0) {
      ceiling = new int[places.zones()];
      Arrays.fill(ceiling, CompiledWorkload.UNBOUNDED);
    }
    ceiling[zone] = most;
  }

  /** How many replicas a zone keeps, which is degraded if it bounds them. */
  int most(int zone) {
    return ceiling.length == 0 ? CompiledWorkload.UNBOUNDED : ceiling[zone];
  }

  /** Replicas that are to leave a zone because a part of its nodes is out of service. */
  int overflow(int zone) {
    return Math.max(0, places.replicas(zone) - most(zone));
  }

  /** Whether nothing was ever held for those away, or bounded, in any zone. */
  boolean unbound() {
    return held.length == 0 && ceiling.length == 0;
  }
}
