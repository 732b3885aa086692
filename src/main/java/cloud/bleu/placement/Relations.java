package cloud.bleu.placement;

/** Required affinity and anti-affinity, before and after every loss. */
final class Relations {
  private Relations() {}

  /** Whether a replica may come to a zone as far as the present counts of others say. */
  static boolean admits(World world, Subject subject, int zone) {
    for (Tie tie : subject.ties) {
      int domain = tie.over().of(zone);
      switch (tie.kind()) {
        case Needs -> {
          if (!world.assumes(tie.other())
              && (tie.other() < 0 || !world.holds(tie.other(), tie.over(), domain))) {
            return false;
          }
        }
        case Apart -> {
          if (tie.other() >= 0 && !apart(world, tie, zone, domain)) {
            return false;
          }
        }
        default -> {}
      }
    }
    return true;
  }

  private static boolean apart(World world, Tie tie, int zone, int domain) {
    if (world.holds(tie.other(), tie.over(), domain)) {
      return false;
    }
    Standing other = world.standings[tie.other()];
    for (Guard guard : other.subject.guards.list) {
      if (!guard.holds(zone)
          && guard.count(other.x) > 0
          && world.holdsAfter(tie.other(), guard.event, tie.over(), domain)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a replica of a zone may go to another when an event happens. */
  static boolean admitsAfter(World world, Subject subject, Guard guard, int from, int to) {
    for (Tie tie : subject.ties) {
      if (tie.other() < 0 || world.assumes(tie.other())) {
        continue;
      }
      int domain = tie.over().of(to);
      if (tie.kind() == Tie.Kind.Needs
          && !world.holdsAfter(tie.other(), guard.event, tie.over(), domain)) {
        return false;
      }
      if (tie.kind() == Tie.Kind.Apart) {
        for (int event : guard.charged) {
          if (world.events.holds(event, from)
              && world.holdsAfter(tie.other(), event, tie.over(), domain)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Breaches by counts alone: where a workload stands, and where it survives each loss. */
  static int breaches(World world, Subject subject, int[] x) {
    int breaches = 0;
    for (Tie tie : subject.ties) {
      if (tie.kind() != Tie.Kind.Needs && tie.kind() != Tie.Kind.Apart) {
        continue;
      }
      for (int z = 0; z < x.length; z++) {
        if (x[z] > 0) {
          breaches += breach(world, subject, x, tie, z);
        }
      }
    }
    return breaches;
  }

  /** Whether a relation is not met where a workload stands, or would not be after a loss. */
  static boolean unmet(World world, Subject subject, int[] x, Tie tie, int zone) {
    return switch (tie.kind()) {
      case Needs, Apart -> breach(world, subject, x, tie, zone) > 0;
      case Likes, Dislikes -> !prefers(world, tie, zone);
      case NeededBy -> false;
    };
  }

  private static int breach(World world, Subject subject, int[] x, Tie tie, int z) {
    int domain = tie.over().of(z);
    boolean needs = tie.kind() == Tie.Kind.Needs;
    if (tie.other() < 0 || world.assumes(tie.other())) {
      return needs && tie.other() < 0 ? 1 : 0;
    }
    if (world.holds(tie.other(), tie.over(), domain) != needs) {
      return 1;
    }
    for (Guard guard : subject.guards.list) {
      if (!guard.holds(z)
          && guard.count(x) > 0
          && world.holdsAfter(tie.other(), guard.event, tie.over(), domain) != needs) {
        return 1;
      }
    }
    return needs || apart(world, tie, z, domain) ? 0 : 1;
  }

  /** Zones with preferred relations that are not met. */
  static int unmetPreferences(World world, Subject subject, int[] x) {
    int unmet = 0;
    for (Tie tie : subject.ties) {
      if (tie.kind() == Tie.Kind.Likes || tie.kind() == Tie.Kind.Dislikes) {
        for (int z = 0; z < x.length; z++) {
          unmet += x[z] > 0 && !prefers(world, tie, z) ? x[z] : 0;
        }
      }
    }
    return unmet;
  }

  /** How many preferred relations a zone would not meet. */
  static int unmetPreferences(World world, Subject subject, int zone) {
    int unmet = 0;
    for (Tie tie : subject.ties) {
      if (tie.kind() == Tie.Kind.Likes || tie.kind() == Tie.Kind.Dislikes) {
        unmet += prefers(world, tie, zone) ? 0 : 1;
      }
    }
    return unmet;
  }

  private static boolean prefers(World world, Tie tie, int zone) {
    boolean together =
        tie.other() >= 0 && world.holds(tie.other(), tie.over(), tie.over().of(zone));
    return together == (tie.kind() == Tie.Kind.Likes);
  }
}
