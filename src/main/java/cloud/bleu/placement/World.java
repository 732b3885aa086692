package cloud.bleu.placement;

import java.util.List;

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

  /** Holds room for a workload's moves, in every event that they answer for. */
  void hold(Standing standing) {
    if (!standing.reserved) {
      standing.reserved = true;
      hold(standing, 1);
    }
  }

  /** Gives the room of a workload's moves back; the moves themselves stay known. */
  void release(Standing standing) {
    if (standing.reserved) {
      standing.reserved = false;
      hold(standing, -1);
    }
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

  private void hold(Standing standing, int sign) {
    Guard[] guards = standing.subject.guards.list;
    for (int g = 0; g < guards.length; g++) {
      Moves moves = standing.moves[g];
      for (int i = 0; i < moves.size(); i++) {
        for (int event : guards[g].charged) {
          if (events.holds(event, moves.from(i))) {
            room.hold(standing.subject, event, moves.to(i), sign * moves.count(i));
          }
        }
      }
      for (Standing.Victim victim : standing.evicts.get(g)) {
        room.hold(
            subjects.get(victim.workload()),
            guards[g].event,
            victim.zone(),
            -sign * victim.replicas());
      }
    }
  }

  boolean assumes(int workload) {
    return workload >= 0 && assumed.length > 0 && assumed[workload];
  }

  /** Whether some zone of a domain holds replicas of a workload. */
  boolean holds(int workload, Domains over, int domain) {
    if (domain < 0) {
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
