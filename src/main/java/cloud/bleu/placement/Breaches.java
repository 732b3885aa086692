package cloud.bleu.placement;

/**
 * How far what stands is from the hard requirements on the set: what scale-down keeps and
 * rebalancing mends.
 */
final class Breaches {
  private Breaches() {}

  /** By counts alone, room and moves left out of account; 0 when nothing is in breach. */
  static int count(World world, Standing standing) {
    Subject subject = standing.subject;
    int[] x = standing.x;
    int total = standing.total();
    int breaches = 0;
    for (int i = 0; i < subject.spreads.length; i++) {
      if (subject.spreads[i].hard) {
        breaches += spread(subject, i, x, total);
      }
    }
    for (Guard guard : subject.guards.list) {
      breaches += unkept(guard, x, total);
    }
    if (subject.workload.quorum()
        && total > 0
        && Quorum.fatal(subject, x, world.topology.names) != null) {
      breaches++;
    }
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0) {
        breaches += Math.max(0, x[z] - subject.perZoneMax);
        breaches += x[z] < Math.min(total, subject.workload.perZoneMin()) ? 1 : 0;
        breaches += farApart(subject, x, z);
      }
    }
    if (subject.ties.length > 0) {
      breaches += Relations.breaches(world, subject, x) + leftAlone(world, subject, x);
    }
    return breaches;
  }

  /** Replicas that are missing of what must outlive an event, 0 if nothing is in it. */
  static int unkept(Guard guard, int[] x, int total) {
    int inside = guard.count(x);
    return inside == 0 ? 0 : Math.max(0, guard.hardKeep - (total - inside));
  }

  /** The same of the event that leaves most unmet. */
  static int unkept(Subject subject, int[] x) {
    int total = Standing.sum(x);
    int most = 0;
    for (Guard guard : subject.guards.list) {
      most = Math.max(most, unkept(guard, x, total));
    }
    return most;
  }

  static int spread(Subject subject, int entry, int[] x, int total) {
    SpreadLimit limit = subject.spreads[entry];
    int[] byDomain = new int[limit.domains.count()];
    limit.count(x, byDomain);
    return limit.breach(byDomain, null, total, 0, subject.basis(entry, x));
  }

  private static int farApart(Subject subject, int[] x, int zone) {
    if (subject.maxRoundTrip < 0) {
      return 0;
    }
    int far = 0;
    for (int z = 0; z < zone; z++) {
      far += x[z] > 0 && !subject.withinRoundTrip(z, zone) ? 1 : 0;
    }
    return far;
  }

  /** Zones of workloads that need this one, in domains without it. */
  private static int leftAlone(World world, Subject subject, int[] x) {
    int alone = 0;
    for (Tie tie : subject.ties) {
      if (tie.kind() != Tie.Kind.NeededBy) {
        continue;
      }
      int[] theirs = world.standings[tie.other()].x;
      for (int z = 0; z < theirs.length; z++) {
        alone += theirs[z] > 0 && !holds(x, tie.over(), tie.over().of(z)) ? 1 : 0;
      }
    }
    return alone;
  }

  private static boolean holds(int[] x, Domains over, int domain) {
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0 && domain >= 0 && over.of(z) == domain) {
        return true;
      }
    }
    return false;
  }
}
