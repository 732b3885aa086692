package cloud.bleu.placement;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One workload being placed: replicas that are fixed, the counts that are tried, the moves found
 * for them. Used again for one workload after another, without new memory.
 */
final class Trial {
  final World world;
  final Domains sites;
  final Headroom headroom;
  final int[] fixed;
  final int[] x;

  /** By zone: a new replica may come, as far as rules, relations and the clique say. */
  final boolean[] may;

  /** The zones that matter: with replicas, or open to the workload; the others hold nothing. */
  int[] area = {};

  Subject subject;
  int fixedTotal;
  int total;

  /** Replicas that ran when the plan began. */
  private int ranTotal;

  /** Whether soft survival and soft spread are asked as if they were hard. */
  boolean askSurvival;

  boolean askSpread;
  boolean incident;

  /** Replicas of {@code keep} that moves may leave unmet: as many as what runs does. */
  int unmet;

  /** Whether running workloads of lower priority may make room at a loss. */
  boolean evicting;

  /** Whether moves may lead only to zones that have been back for as long as the workload waits. */
  boolean onlyBack;

  /** What is left out of account to find out what stands in the way. */
  boolean waiveSurvival;

  boolean waiveSpread;
  boolean waiveQuorum;
  Moves[] moves = {};

  /** Topologies of which every domain with a zone that may be used must be used. */
  List<Domains> cover = List.of();

  /** Where replicas are now, when all of them may be placed anew; else null. */
  int @Nullable [] origin;

  private int[][] byDomain = {};
  private int[][] fixedByDomain = {};
  private final int[] bySite;
  private int offSite;

  /** Of a world with at least one workload. */
  Trial(World world) {
    this.world = world;
    this.sites = world.topology.domains(Scope.SITE);
    this.subject = world.subjects.get(0);
    this.headroom = new Headroom(world.room, world.zones(), world.events.count(), subject);
    this.bySite = new int[sites.count()];
    this.fixed = new int[world.zones()];
    this.x = new int[world.zones()];
    this.may = new boolean[world.zones()];
  }

  /** Starts with what a workload has; its own use and reserve must be out of the room. */
  void reset(Standing standing) {
    subject = standing.subject;
    origin = null;
    cover = List.of();
    askSurvival = false;
    askSpread = false;
    onlyBack = false;
    unmet = 0;
    System.arraycopy(standing.x, 0, fixed, 0, fixed.length);
    System.arraycopy(standing.x, 0, x, 0, x.length);
    fixedTotal = Standing.sum(fixed);
    total = fixedTotal;
    ranTotal = Standing.sum(standing.before);
    headroom.reset(subject, Math.max(subject.replicas(), fixedTotal) + 1);
    incident = standing.incident(world.topology.known);
    if (moves.length < subject.guards.list.length) {
      moves = new Moves[subject.guards.list.length];
      Arrays.setAll(moves, g -> new Moves());
    }
    area = IntStream.range(0, x.length).filter(z -> x[z] > 0 || subject.allowed.open[z]).toArray();
    sizeDomains();
    boolean tied = subject.ties.length > 0;
    for (int z = 0; z < may.length; z++) {
      may[z] =
          subject.candidate(z)
              && (standing.only < 0 || standing.only == z)
              && (!tied || Relations.admits(world, subject, z));
    }
    recount();
  }

  /**
   * Whether there would be more replicas than ran: growth waits for hard requirements on the set,
   * moves are asked only to make nothing worse.
   */
  boolean grows() {
    return total > ranTotal;
  }

  /** Whether the domain of a zone must be used and is not. */
  boolean uncovered(int zone) {
    for (Domains domains : cover) {
      boolean used = false;
      for (int z = 0; z < x.length; z++) {
        used |= x[z] > 0 && domains.of(z) == domains.of(zone);
      }
      if (!used) {
        return true;
      }
    }
    return false;
  }

  /** Lets all replicas be placed anew, those that stay where they are at no cost. */
  void anew() {
    origin = fixed.clone();
    Arrays.fill(fixed, 0);
    fixedTotal = 0;
    sizeDomains();
    rewind();
  }

  void rewind() {
    System.arraycopy(fixed, 0, x, 0, x.length);
    total = fixedTotal;
    recount();
  }

  void set(int[] counts) {
    System.arraycopy(counts, 0, x, 0, x.length);
    total = Standing.sum(x);
    recount();
  }

  void add(int zone, int replicas) {
    x[zone] += replicas;
    total += replicas;
    onSite(zone, replicas);
    for (int i = 0; i < subject.spreads.length; i++) {
      int domain = subject.spreads[i].domains.of(zone);
      if (domain >= 0) {
        byDomain[i][domain] += replicas;
      }
    }
  }

  private void onSite(int zone, int replicas) {
    int site = sites.of(zone);
    if (site >= 0) {
      bySite[site] += replicas;
    } else {
      offSite += replicas;
    }
  }

  /** Replicas by site. */
  int[] bySite() {
    return bySite;
  }

  /** Replicas in zones whose site is not known. */
  int offSite() {
    return offSite;
  }

  /** Replicas on the site of a zone. */
  int onSite(int zone) {
    int site = sites.of(zone);
    return site >= 0 ? bySite[site] : offSite;
  }

  /** The zones with replicas. */
  BitSet used() {
    BitSet used = new BitSet(x.length);
    for (int z = 0; z < x.length; z++) {
      used.set(z, x[z] > 0);
    }
    return used;
  }

  /** The most replicas that a zone takes, what is fixed included. */
  int most(int zone) {
    int[] now = origin;
    if (now != null) {
      int fits = may[zone] ? Math.max(now[zone], headroom.fit(zone)) : now[zone];
      return subject.allowed.moveWithinBudget[zone] ? 0 : Math.min(subject.perZoneMax, fits);
    }
    if (!may[zone]) {
      return fixed[zone];
    }
    return Math.max(fixed[zone], Math.min(subject.perZoneMax, headroom.fit(zone)));
  }

  /** The domains that a spread entry counts, by the counts that are tried. */
  SpreadLimit.Basis basis(int spread) {
    return subject.basis(spread, x, byDomain, null);
  }

  int[] byDomain(int spread) {
    return byDomain[spread];
  }

  int[] fixedByDomain(int spread) {
    return fixedByDomain[spread];
  }

  /** Replicas that must outlive an event: what soft entries ask only if that can be. */
  int keep(Guard guard) {
    if (waiveSurvival) {
      return 0;
    }
    return Math.max(0, (askSurvival ? guard.keep : incident ? 0 : guard.hardKeep) - unmet);
  }

  /** Whether every replica in an event must have a place to go. */
  boolean asksRecovery(Guard guard) {
    return !waiveSurvival && (askSurvival ? guard.reserved() : guard.hardReserved && !incident);
  }

  /** Fewest replicas of a zone in use; like survival not asked while a zone is out of service. */
  int perZoneMin() {
    return askSurvival || !incident ? subject.workload.perZoneMin() : 0;
  }

  boolean asksQuorum() {
    return subject.workload.quorum() && !waiveQuorum && (askSurvival || !incident);
  }

  boolean asks(SpreadLimit limit) {
    return !waiveSpread && (limit.hard || askSpread);
  }

  private void sizeDomains() {
    if (byDomain.length < subject.spreads.length) {
      byDomain = new int[subject.spreads.length][];
      fixedByDomain = new int[subject.spreads.length][];
      Arrays.setAll(byDomain, i -> new int[0]);
      Arrays.setAll(fixedByDomain, i -> new int[0]);
    }
    for (int i = 0; i < subject.spreads.length; i++) {
      int count = subject.spreads[i].domains.count();
      if (byDomain[i].length < count) {
        byDomain[i] = new int[count];
        fixedByDomain[i] = new int[count];
      }
      subject.spreads[i].count(fixed, fixedByDomain[i]);
    }
  }

  private void recount() {
    Arrays.fill(bySite, 0);
    offSite = 0;
    for (int z : area) {
      if (x[z] > 0) {
        onSite(z, x[z]);
      }
    }
    for (int i = 0; i < subject.spreads.length; i++) {
      subject.spreads[i].count(x, area, byDomain[i]);
    }
  }
}
