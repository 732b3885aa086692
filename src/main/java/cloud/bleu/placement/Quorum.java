package cloud.bleu.placement;

/**
 * A group that decides by majority: its number is odd, and after any single loss more than half of
 * it is left. An asynchronous copy is a recovery after a disaster: no quorum is asked to outlive
 * that.
 */
final class Quorum {
  private Quorum() {}

  /** The most members that one event may take. */
  static int mayLose(int members) {
    return members - (members / 2 + 1);
  }

  static boolean holds(Trial trial) {
    int members = trial.subject.replicas();
    if (members == 0) {
      return true;
    }
    if (members % 2 == 0) {
      return false;
    }
    int most = mayLose(members);
    for (int z = 0; z < trial.x.length; z++) {
      if (trial.x[z] > 0 && trial.x[z] > most && gained(trial.x[z], trial.fixed[z], trial)) {
        return false;
      }
    }
    for (Guard guard : trial.subject.guards.list) {
      if (guard.copy != Workload.DataCopy.Asynchronous
          && guard.count(trial.x) > Math.max(0, most)
          && gained(guard.count(trial.x), guard.count(trial.fixed), trial)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the quorum holds for what stands now. */
  static boolean holds(Subject subject, int[] x) {
    int members = subject.replicas();
    int most = mayLose(members);
    if (members % 2 == 0) {
      return members == 0;
    }
    for (int count : x) {
      if (count > 0 && count > most) {
        return false;
      }
    }
    for (Guard guard : subject.guards.list) {
      if (guard.copy != Workload.DataCopy.Asynchronous && guard.count(x) > Math.max(0, most)) {
        return false;
      }
    }
    return true;
  }

  private static boolean gained(int now, int before, Trial trial) {
    return trial.fixedTotal == 0 || now > before;
  }
}
