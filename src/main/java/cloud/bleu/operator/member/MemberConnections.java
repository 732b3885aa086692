package cloud.bleu.operator.member;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.operator.access.MemberAccess;
import cloud.bleu.operator.cache.MemberNodes;
import cloud.bleu.placement.model.WorkloadId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clusters that are connected, and in which way. One thread changes them; callers never wait.
 */
final class MemberConnections implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MemberConnections.class);

  private final MemberClients clients;
  private final Clock clock;
  private final MemberListener listener;
  private final Map<String, Member> connected = new ConcurrentHashMap<>();

  /** By a newer way, not reached yet: until then the older one serves, if it does. */
  private final Map<String, Member> next = new ConcurrentHashMap<>();

  private final Map<String, Reach> without = new ConcurrentHashMap<>();

  MemberConnections(MemberClients clients, Clock clock, MemberListener listener) {
    this.clients = clients;
    this.clock = clock;
    this.listener = new Identified(listener);
  }

  /** A cluster that can be reached, null: there is none of that id. */
  @Nullable Member get(String id) {
    return connected.get(id);
  }

  /** The uid of the namespace kube-system of a cluster; null before it has answered. */
  @Nullable String uid(String id) {
    Member member = connected.get(id);
    return member == null ? null : member.uid();
  }

  /** Forgets what was remembered of a workload that is gone. */
  void forgetWorkload(WorkloadId id) {
    connected.values().forEach(member -> member.forgetWorkload(id));
  }

  /** The clusters in which something of a workload runs. */
  List<String> holding(WorkloadId id) {
    return connected.values().stream().filter(m -> m.holds(id)).map(Member::id).toList();
  }

  /** All that lead into one cluster, this one among them. */
  SortedSet<String> alike(String id) {
    TreeSet<String> alike = new TreeSet<>(Set.of(id));
    Member member = connected.get(id);
    if (member != null) {
      alike.addAll(others(member, MemberIdentity::isSame));
    }
    return alike;
  }

  /** By connection the one that serves, at one moment. */
  Map<String, String> serving() {
    return ServingConnections.of(standing());
  }

  /** The connection that serves in place of one; of what is not connected the same. */
  String serving(String id) {
    return connected.containsKey(id) ? ServingConnections.of(standing(), id) : id;
  }

  private List<ServingConnections.Standing> standing() {
    return connected.values().stream().map(ServingConnections.Standing::of).toList();
  }

  /** Whether a cluster is reached. */
  Reach reach(String id) {
    Member member = connected.get(id);
    if (member != null) {
      return member.reach();
    }
    return without.computeIfAbsent(id, none -> asking());
  }

  /**
   * Brings the connections to what was found.
   *
   * @param found by cluster, of all that there are to be
   * @param home uid of the namespace kube-system of this cluster; null while it is not known
   * @return the clusters whose way is another one than before
   */
  Set<String> follow(Map<String, MemberAccess> found, @Nullable String home) {
    Set<String> changed = new TreeSet<>();
    for (Map<String, Member> some : List.of(connected, next)) {
      some.forEach(
          (id, member) -> {
            if (!found.containsKey(id) && some.remove(id, member)) {
              member.close();
            }
          });
    }
    connected.forEach(
        (id, member) -> {
          // Nothing that was read of the first cluster, or is to be written there, is of this one.
          if (member.isReplaced() && connected.remove(id, member)) {
            member.close();
          }
        });
    without.keySet().retainAll(found.keySet());
    found.forEach(
        (id, one) -> {
          boolean news =
              one.kubeconfig() == null || home == null
                  ? disconnect(id, one)
                  : connect(id, one, home);
          if (news) {
            changed.add(id);
          }
        });
    changed.addAll(swap());
    return changed;
  }

  @Override
  public void close() {
    connected.values().forEach(Member::close);
    next.values().forEach(Member::close);
  }

  private boolean disconnect(String id, MemberAccess found) {
    boolean was = connected.containsKey(id);
    for (Map<String, Member> some : List.of(connected, next)) {
      Member member = some.remove(id);
      if (member != null) {
        member.close();
      }
    }
    String problem = found.problem();
    Reach before = without.get(id);
    Reach now = problem == null ? asking() : unreached(found.reason(), problem);
    if (!was && before != null && before.message().equals(now.message())) {
      return false;
    }
    without.put(id, now);
    return true;
  }

  private boolean connect(String id, MemberAccess way, String home) {
    Member serving = connected.get(id);
    Member begun = next.get(id);
    if (serving != null && serving.isBy(way)) {
      if (begun != null) {
        next.remove(id);
        begun.close();
      }
      return false;
    }
    if (begun != null && begun.isBy(way)) {
      return false;
    }
    Member member = null;
    try {
      member = clients.connect(id, way, home, listener);
      member.start();
    } catch (RuntimeException e) {
      // Its words may hold credentials.
      LOG.warn("cluster {}: no client can be made of what leads there: {}", id, e.getClass());
      if (member != null) {
        member.close();
      }
      return disconnect(id, MemberAccess.unreadable(way.source()));
    }
    if (serving == null) {
      connected.put(id, member);
      without.remove(id);
    } else {
      next.put(id, member);
      if (begun != null) {
        begun.close();
      }
    }
    return true;
  }

  /** A newer way serves as soon as it works, or as the older one does not. */
  private Set<String> swap() {
    Set<String> swapped = new TreeSet<>();
    next.forEach(
        (id, member) -> {
          Member serving = connected.get(id);
          if ((serving == null || member.reach().isReached() || !serving.reach().isReached())
              && next.remove(id, member)) {
            connected.put(id, member);
            if (serving != null) {
              serving.close();
            }
            swapped.add(id);
          }
        });
    return swapped;
  }

  /** The other connections that are to this one as asked. */
  private SortedSet<String> others(
      Member member, BiPredicate<MemberIdentity, MemberIdentity> asked) {
    TreeSet<String> others = new TreeSet<>();
    MemberIdentity identity = member.identity();
    connected.forEach(
        (id, other) -> {
          MemberIdentity theirs = other.identity();
          if (identity != null
              && theirs != null
              && !id.equals(member.id())
              && asked.test(identity, theirs)) {
            others.add(id);
          }
        });
    return others;
  }

  private Reach unreached(String reason, String problem) {
    return new Reach(Reach.State.UNREACHED, clock.instant(), reason, problem);
  }

  private Reach asking() {
    return new Reach(
        Reach.State.ASKING, clock.instant(), "NotAskedYet", "its cluster was not asked yet");
  }

  /** Tells what members tell, and takes none for a cluster that another one may be. */
  private final class Identified implements MemberListener {
    private final MemberListener told;

    Identified(MemberListener told) {
      this.told = told;
    }

    @Override
    public void reachChanged(Member member) {
      // The other one is not to serve on until it is asked in its turn.
      others(member, MemberIdentity::isInDispute).stream()
          .map(connected::get)
          .filter(other -> other != null && other.reach().isReached())
          .forEach(Member::askNow);
      told.reachChanged(member);
    }

    @Override
    public MemberNodes.Listener ofNodes(Member member) {
      return told.ofNodes(member);
    }

    @Override
    public void changed(WorkloadId workload) {
      told.changed(workload);
    }

    @Override
    public @Nullable ContactFault misplaced(Member member, String uid) {
      ContactFault misplaced = told.misplaced(member, uid);
      SortedSet<String> disputed = others(member, MemberIdentity::isInDispute);
      return misplaced != null || disputed.isEmpty()
          ? misplaced
          : ContactFault.ofSameIdentity(disputed);
    }

    @Override
    public boolean serves(Member member) {
      return connected.get(member.id()) == member && member.id().equals(serving(member.id()));
    }

    @Override
    public @Nullable BleuWorkload workload(WorkloadId id) {
      return told.workload(id);
    }

    @Override
    public @Nullable Instant awaySince(Member member) {
      return told.awaySince(member);
    }
  }
}
