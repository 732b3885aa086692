package cloud.bleu.placement;

import java.util.List;
import java.util.function.Supplier;

/**
 * An estate compiled to numbers, with where everything stands: what the rooms of the engine share.
 */
final class World {
  final Topology topology;
  final Columns columns;
  final Events events;
  final List<Subject> subjects;
  final Standing[] standings;
  final Room room;

  /** Evictions that are promised at losses. */
  final EvictionLedger evictions;

  final Steps steps;

  /** Of no workload is anything assumed. */
  static final boolean[] NOBODY = {};

  /** By workload: it will be where the others need it, which is proven later; empty for none. */
  boolean[] assumed = NOBODY;

  /** By zone: the use of some workload grew since the plan began. */
  final boolean[] grown;

  World(Estate estate) {
    this(new Topology(estate));
  }

  private World(Topology topology) {
    this(topology, new Compiled(topology, null));
  }

  World(Topology topology, Compiled compiled) {
    this.topology = topology;
    columns = compiled.columns;
    events = compiled.events;
    subjects = compiled.subjects;
    steps = new Steps(subjects.size());
    standings = new Standing[subjects.size()];
    for (Subject subject : subjects) {
      standings[subject.number] = new Standing(subject, topology.size);
    }
    grown = new boolean[topology.size];
    room = new Room(columns, topology.size, events.count());
    evictions = new EvictionLedger(this);
    Subject.inherit(subjects);
  }

  int zones() {
    return topology.size;
  }

  /** Changes the count of a workload whose use is in the room. */
  void change(Standing standing, int zone, int replicas) {
    Subject subject = standing.subject;
    boolean surges = subject.workload.surges();
    if (surges && standing.x[zone] > 0) {
      room.surge(subject, zone, false);
    }
    standing.x[zone] += replicas;
    room.use(subject, zone, replicas);
    if (surges && standing.x[zone] > 0) {
      room.surge(subject, zone, true);
    }
  }

  /**
   * Holds the room of replicas that are to go home to a zone that is not back for long enough: who
   * comes after this workload does not take it meanwhile.
   */
  void holdHomes(Standing standing) {
    Subject subject = standing.subject;
    for (int z = 0; z < topology.known; z++) {
      int away = standing.home[z] - standing.x[z];
      boolean waits = subject.allowed.open[z] && !subject.allowed.calm[z] && !subject.dataBound();
      if (away > 0 && waits) {
        standing.held[z] = room.fitUsed(subject, z, away, subject.workload.surges());
        room.use(subject, z, standing.held[z]);
      }
    }
  }

  /** Gives that room back. */
  void releaseHomes(Standing standing) {
    for (int z = 0; z < topology.known; z++) {
      room.use(standing.subject, z, -standing.held[z]);
      standing.held[z] = 0;
    }
  }

  /**
   * Holds room for a workload's moves, in every event that they answer for. What they count on of
   * evictions that are no longer to be had is dropped.
   *
   * @return whether nothing had to be dropped
   */
  boolean hold(Standing standing) {
    if (standing.reserved) {
      return true;
    }
    boolean whole = true;
    for (int g = 0; g < standing.moves.length; g++) {
      whole &= evictions.promise(standing, g);
    }
    standing.reserved = true;
    hold(standing, 1);
    return whole;
  }

  /** Gives the room of a workload's moves back; the moves themselves stay known. */
  void release(Standing standing) {
    if (!standing.reserved) {
      return;
    }
    standing.reserved = false;
    hold(standing, -1);
    evictions.release(standing);
  }

  /** Counts a workload in the room: its replicas, and its moves. */
  void enter(Standing standing) {
    room.use(standing, true);
    hold(standing);
  }

  /** Takes a workload out of the room: its replicas, and its moves. */
  void leave(Standing standing) {
    release(standing);
    room.use(standing, false);
  }

  /**
   * Does something while a workload is out of the room, and counts what it has then. Its reserve is
   * held again if it was; what others were promised of it beyond what it has then is taken back.
   */
  <T> T without(Standing standing, Supplier<T> change) {
    boolean held = standing.reserved;
    leave(standing);
    T result = change.get();
    room.use(standing, true);
    if (held) {
      hold(standing);
    }
    evictions.honour(standing);
    return result;
  }

  /** Whether the zones that a workload's moves lead to hold no more than they have. */
  boolean fits(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      Moves moves = standing.moves[g];
      for (int i = 0; i < moves.size(); i++) {
        for (int event : guards[g].charged) {
          if (!room.within(standing.subject, event, moves.to(i))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Whether moves lead to a zone where somebody's use grew and that holds more than it has. */
  boolean crowded(Standing standing) {
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      Moves moves = standing.moves[g];
      for (int i = 0; i < moves.size(); i++) {
        for (int event : guards[g].charged) {
          if (grown[moves.to(i)] && !room.within(standing.subject, event, moves.to(i))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Holds the room of a workload's moves, or gives it back, whatever its state. */
  void hold(Standing standing, int sign) {
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      Moves moves = standing.moves[g];
      for (int i = 0; i < moves.size(); i++) {
        for (int c = 1; c < guards[g].charged.length; c++) {
          int event = guards[g].charged[c];
          if (events.holds(event, moves.from(i))) {
            room.hold(standing.subject, event, moves.to(i), sign * moves.count(i));
          }
        }
        if (moves.first(i)) {
          holdInto(standing, g, moves.to(i), sign);
        }
      }
    }
  }

  /** Holds what comes into a zone in a guard's own event, less what is evicted for it. */
  void holdInto(Standing standing, int guard, int zone, int sign) {
    Subject subject = standing.subject;
    int into = standing.moves[guard].into(zone);
    for (int i = 0; i < subject.columns.length; i++) {
      long needs = Columns.times(into, subject.amounts[i]);
      for (Standing.Victim victim : standing.evicts.get(guard)) {
        if (victim.zone() == zone && !standings[victim.workload()].withdrawn) {
          Subject other = subjects.get(victim.workload());
          needs -= Columns.times(victim.replicas(), other.amount(subject.columns[i]));
        }
      }
      int event = subject.guards.list[guard].event;
      room.hold(subject.columns[i], event, zone, sign * Math.max(0, needs));
    }
  }

  boolean assumes(int workload) {
    return workload >= 0 && assumed.length > 0 && assumed[workload];
  }

  /** Whether some zone of a domain holds replicas of a workload. */
  boolean holds(int workload, Domains over, int domain) {
    if (domain < 0 || workload < 0) {
      return false;
    }
    int[] x = standings[workload].x;
    for (int z = 0; z < x.length; z++) {
      if (x[z] > 0 && over.of(z) == domain) {
        return true;
      }
    }
    return false;
  }

  /** Whether some zone of a domain holds replicas of a workload after an event. */
  boolean holdsAfter(int workload, int event, Domains over, int domain) {
    if (domain < 0) {
      return false;
    }
    Standing standing = standings[workload];
    for (int z = 0; z < topology.size; z++) {
      if (over.of(z) == domain && standing.after(event, events, z) > 0) {
        return true;
      }
    }
    return false;
  }
}
