package cloud.bleu.placement.capacity;

import java.util.ArrayList;
import java.util.List;

/**
 * What a workload does at each loss that it is protected against: moves, and the evictions that
 * these count on, by protected event. There are as many protected events as losses, and a workload
 * has replicas in few of them. So only events with moves or evictions are kept, in their order.
 */
public final class EvacuationPlan {
  /** In the order of protected events; none is empty. */
  private final List<AtLoss> losses;

  /** What is done at one loss. */
  private static final class AtLoss {
    final int ownEvent;
    final MoveList moves = new MoveList();
    List<Victim> evicts = List.of();

    AtLoss(int ownEvent) {
      this.ownEvent = ownEvent;
    }

    AtLoss(AtLoss other) {
      ownEvent = other.ownEvent;
      moves.copy(other.moves);
      evicts = other.evicts;
    }

    boolean isEmpty() {
      return moves.size() == 0 && evicts.isEmpty();
    }
  }

  /** So many replicas of another workload in a zone. */
  public record Victim(int workload, int zone, int replicas) {
    Victim with(int other) {
      return new Victim(workload, zone, other);
    }
  }

  EvacuationPlan() {
    losses = new ArrayList<>(0);
  }

  private EvacuationPlan(EvacuationPlan other) {
    losses = new ArrayList<>(other.losses.size());
    copy(other);
  }

  /** A copy, which what happens to this one does not change. */
  public EvacuationPlan copy() {
    return new EvacuationPlan(this);
  }

  /** Becomes a copy of another one. */
  public void copy(EvacuationPlan other) {
    losses.clear();
    other.losses.forEach(loss -> losses.add(new AtLoss(loss)));
  }

  /** How many protected events have something. */
  public int size() {
    return losses.size();
  }

  /** The protected event at a position among those that have something. */
  public int ownEvent(int position) {
    return losses.get(position).ownEvent;
  }

  /** The moves at a position. */
  public Moves movesAt(int position) {
    return losses.get(position).moves;
  }

  /** The evictions that the moves at a position count on. */
  List<Victim> evictsAt(int position) {
    return losses.get(position).evicts;
  }

  /** The moves of a protected event. */
  public Moves moves(int ownEvent) {
    int at = position(ownEvent);
    return at < 0 ? Moves.NONE : losses.get(at).moves;
  }

  /**
   * Running workloads of lower priority that make room if the event of a protected event happens.
   */
  public List<Victim> evicts(int ownEvent) {
    int at = position(ownEvent);
    return at < 0 ? List.of() : losses.get(at).evicts;
  }

  /** Replicas of a victim in a zone that the moves of a protected event count on. */
  public int evicts(int ownEvent, int workload, int zone) {
    int replicas = 0;
    for (Victim victim : evicts(ownEvent)) {
      replicas += victim.workload() == workload && victim.zone() == zone ? victim.replicas() : 0;
    }
    return replicas;
  }

  /** Whether moves count on evictions of a workload. */
  boolean evictsOf(int workload) {
    for (AtLoss loss : losses) {
      for (Victim victim : loss.evicts) {
        if (victim.workload() == workload) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether moves count on evictions. */
  public boolean evicts() {
    // Asked of each workload in each plan.
    for (int at = 0; at < losses.size(); at++) {
      if (!losses.get(at).evicts.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether moves lead to a zone at any loss. */
  public boolean into(int zone) {
    for (AtLoss loss : losses) {
      if (loss.moves.into(zone) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether the moves of some protected event have fewer replicas of a pair than there were. */
  public boolean lacks(EvacuationPlan before) {
    for (AtLoss loss : before.losses) {
      if (moves(loss.ownEvent).lacks(loss.moves)) {
        return true;
      }
    }
    return false;
  }

  /** Whether another one moves as many replicas of the same pairs for the same protected events. */
  public boolean sameMoves(EvacuationPlan other) {
    return !lacks(other) && !other.lacks(this);
  }

  /** Has a protected event make copies of these moves, for which nobody is evicted. */
  public void set(int ownEvent, Moves found) {
    if (found.size() == 0) {
      clear(ownEvent);
      return;
    }
    AtLoss loss = of(ownEvent);
    loss.moves.copy(found);
    loss.evicts = List.of();
  }

  /** Leaves a protected event with nothing. */
  public void clear(int ownEvent) {
    int at = position(ownEvent);
    if (at >= 0) {
      losses.remove(at);
    }
  }

  /** Leaves all protected events with nothing. */
  public void clear() {
    losses.clear();
  }

  /** Lets moves count on no evictions. */
  public void evictNobody() {
    losses.forEach(loss -> loss.evicts = List.of());
    losses.removeIf(AtLoss::isEmpty);
  }

  /** Has a protected event move so many replicas more, at least one. */
  void move(int ownEvent, int from, int to, int replicas) {
    of(ownEvent).moves.add(from, to, replicas);
  }

  /** Has the moves of a protected event count on these evictions and no others. */
  void evict(int ownEvent, List<Victim> victims) {
    of(ownEvent).evicts = List.copyOf(victims);
    losses.removeIf(AtLoss::isEmpty);
  }

  /**
   * Has the moves of a protected event count on so many more replicas of a victim; negative: fewer.
   */
  void evict(int ownEvent, int workload, int zone, int replicas) {
    List<Victim> victims = new ArrayList<>(evicts(ownEvent));
    int left = replicas;
    for (int i = victims.size() - 1; i >= 0 && left != 0; i--) {
      Victim victim = victims.get(i);
      if (victim.workload() == workload && victim.zone() == zone) {
        int counts = Math.max(0, victim.replicas() + left);
        left -= counts - victim.replicas();
        victims.set(i, victim.with(counts));
      }
    }
    victims.removeIf(victim -> victim.replicas() == 0);
    if (left > 0) {
      victims.add(new Victim(workload, zone, left));
    }
    evict(ownEvent, victims);
  }

  /** Takes back moves of replicas that are no longer there, and evictions for them. */
  public void trim(int[] x) {
    for (AtLoss loss : losses) {
      for (int z = 0; z < x.length; z++) {
        int leaving = loss.moves.leaving(z);
        if (leaving > x[z]) {
          loss.moves.trim(z, leaving - x[z]);
        }
      }
      loss.evicts =
          loss.evicts.stream().filter(victim -> loss.moves.into(victim.zone()) > 0).toList();
    }
    losses.removeIf(AtLoss::isEmpty);
  }

  /** Whether another one counts on the same evictions for the same protected events. */
  boolean sameEvictions(EvacuationPlan other) {
    for (AtLoss loss : losses) {
      if (!loss.evicts.equals(other.evicts(loss.ownEvent))) {
        return false;
      }
    }
    for (AtLoss loss : other.losses) {
      if (!loss.evicts.isEmpty() && evicts(loss.ownEvent).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Where a protected event is among those that have something; negative when it has nothing. */
  int position(int ownEvent) {
    int low = 0;
    int high = losses.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int there = losses.get(middle).ownEvent;
      if (there == ownEvent) {
        return middle;
      }
      if (there < ownEvent) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  private AtLoss of(int ownEvent) {
    int at = position(ownEvent);
    if (at >= 0) {
      return losses.get(at);
    }
    AtLoss loss = new AtLoss(ownEvent);
    losses.add(-at - 1, loss);
    return loss;
  }
}
