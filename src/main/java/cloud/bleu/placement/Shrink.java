package cloud.bleu.placement;

/**
 * Takes replicas away, one at a time: keeping the hard requirements, else with the fewest breaches;
 * from zones that are lost, drained, in breach, cordoned; then from the domain and the zone with
 * most replicas of this workload; the dearest; the last name. With weights: Webster's last seat.
 */
final class Shrink {
  private final World world;
  private final Standing standing;
  private final Subject subject;
  private final Domains domains;

  private Shrink(World world, Standing standing) {
    this.world = world;
    this.standing = standing;
    this.subject = standing.subject;
    this.domains =
        subject.spreads.length > 0
            ? subject.spreads[0].domains
            : world.topology.domains(Scope.SITE);
  }

  /** Takes so many replicas of a workload, whose room must be given back, and trims its plan. */
  static void take(World world, Standing standing, int replicas) {
    Shrink shrink = new Shrink(world, standing);
    for (int i = 0; i < replicas; i++) {
      shrink.take(shrink.next());
    }
    Motion.trim(standing);
  }

  /** Takes so many replicas of a workload from one zone. */
  static void takeFrom(World world, Standing standing, int zone, int replicas) {
    Shrink shrink = new Shrink(world, standing);
    for (int i = 0; i < replicas; i++) {
      shrink.take(zone);
    }
    Motion.trim(standing);
  }

  private void take(int zone) {
    standing.x[zone]--;
    leaveHome(zone);
  }

  private int next() {
    int best = -1;
    int bestBreaches = 0;
    for (int z = standing.x.length - 1; z >= 0; z--) {
      if (standing.x[z] == 0) {
        continue;
      }
      standing.x[z]--;
      int breaches = Breaches.count(world, standing);
      standing.x[z]++;
      if (best < 0 || breaches < bestBreaches || breaches == bestBreaches && before(z, best)) {
        best = z;
        bestBreaches = breaches;
      }
    }
    return best;
  }

  private boolean before(int a, int b) {
    int state = rank(a) - rank(b);
    if (state != 0) {
      return state < 0;
    }
    int[] weights = subject.weights;
    if (weights != null) {
      return !Webster.gives(weights[b], standing.x[b], weights[a], standing.x[a]);
    }
    int domain = inDomain(a) - inDomain(b);
    if (domain != 0) {
      return domain > 0;
    }
    if (standing.x[a] != standing.x[b]) {
      return standing.x[a] > standing.x[b];
    }
    return subject.price[a] > subject.price[b];
  }

  private int rank(int zone) {
    if (zone >= world.topology.known || subject.allowed.lost[zone]) {
      return 0;
    }
    if (world.topology.zone(zone).state() == ZoneState.Drained) {
      return 1;
    }
    if (subject.allowed.breached[zone]) {
      return 2;
    }
    return world.topology.zone(zone).state() == ZoneState.Cordoned ? 3 : 4;
  }

  private int inDomain(int zone) {
    int sum = 0;
    for (int z = 0; z < standing.x.length; z++) {
      sum += domains.of(z) == domains.of(zone) ? standing.x[z] : 0;
    }
    return sum;
  }

  /** A replica at home takes its home with it; a refugee takes one from the place it came from. */
  private void leaveHome(int zone) {
    if (standing.home[zone] > standing.x[zone]) {
      standing.home[zone]--;
      return;
    }
    int emptiest = -1;
    for (int z = 0; z < standing.home.length; z++) {
      int lacks = standing.home[z] - standing.x[z];
      if (lacks > 0 && (emptiest < 0 || lacks >= standing.home[emptiest] - standing.x[emptiest])) {
        emptiest = z;
      }
    }
    if (emptiest >= 0) {
      standing.home[emptiest]--;
    }
  }
}
