package cloud.bleu.placement;

/** Which zones a workload has to leave, and whether what ran there starts anew elsewhere. */
final class LostZones {
  private LostZones() {}

  /**
   * Whether a zone has to be left: drained, reported lost, or silent for long enough while our own
   * view is not in doubt.
   */
  static boolean leaves(World world, Subject subject, int zone) {
    if (zone >= world.topology.known) {
      return false;
    }
    return switch (world.topology.zone(zone).state()) {
      case Lost, Drained -> true;
      case Active, Cordoned ->
          subject.allowed.lost[zone] && !world.topology.inDoubt && !subject.movesOnlyWhenTold();
    };
  }

  /** Whether what ran in a zone is gone: somebody said so. Silence alone proves nothing. */
  static boolean gone(World world, int zone) {
    return zone < world.topology.known && world.topology.zone(zone).state() == ZoneState.Lost;
  }

  /** Whether what is lost in a zone is not re-created elsewhere. */
  static boolean staysDown(Subject subject, int zone) {
    if (!subject.allowed.lost[zone]) {
      return false;
    }
    Guard smallest = null;
    for (Guard guard : subject.guards.list) {
      if (guard.holds(zone)
          && (smallest == null || guard.members.length < smallest.members.length)) {
        smallest = guard;
      }
    }
    return smallest != null && smallest.recover == Workload.Recover.None;
  }
}
