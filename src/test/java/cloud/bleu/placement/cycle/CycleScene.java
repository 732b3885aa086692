package cloud.bleu.placement.cycle;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.capacity.EvacuationPlan;
import cloud.bleu.placement.capacity.Moves;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.StateLoader;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.search.ReplicaPlacer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An estate at the start of a plan: what runs by its placements is in the room. */
final class CycleScene {
  final PlanState state;
  final ReplicaPlacer placer;
  final RoomLadder ladder;
  final ReplicaMove move;

  CycleScene(EstateBuilder builder) {
    this(builder.build());
  }

  CycleScene(Estate estate) {
    state = new PlanState(estate);
    placer = new ReplicaPlacer(state);
    ladder = new RoomLadder(state);
    move = new ReplicaMove(state, placer);
    StateLoader.load(state, estate);
    for (WorkloadState one : state.workloadStates) {
      state.enter(one);
    }
  }

  WorkloadState of(String name) {
    return Arrays.stream(state.workloadStates)
        .filter(one -> one.compiled.workload.id().equals(Estates.id(name)))
        .findFirst()
        .orElseThrow();
  }

  /** A workload that is taken out of the room, as for its turn. */
  WorkloadState turnOf(String name) {
    WorkloadState one = of(name);
    state.leave(one);
    return one;
  }

  /** {@code 2 0 1}: replicas by zone. */
  String counts(String name) {
    return text(of(name).counts());
  }

  static String text(int[] counts) {
    return Arrays.stream(counts).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  static int[] numbers(String counts) {
    return Arrays.stream(counts.split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  /** Replicas that the moves of a workload count on, of all others together, at any loss. */
  int promised(String name) {
    EvacuationPlan evacuation = of(name).evacuation();
    return IntStream.range(0, evacuation.size())
        .flatMap(
            at ->
                evacuation.evicts(evacuation.ownEvent(at)).stream()
                    .mapToInt(EvacuationPlan.Victim::replicas))
        .sum();
  }

  /** Zones z1, z2, … of so many cpus each. */
  static EstateBuilder rooms(String cpus) {
    EstateBuilder estate = Estates.estate();
    int[] rooms = numbers(cpus);
    for (int z = 0; z < rooms.length; z++) {
      estate.zone(Estates.zone("z" + (z + 1)).cpu(rooms[z]));
    }
    return estate;
  }

  /** {@code z1>z2=1 z1>z3=2}: the moves of a workload at its losses, in the order of losses. */
  String moves(String name) {
    List<String> moves = new ArrayList<>();
    EvacuationPlan evacuation = of(name).evacuation();
    for (int at = 0; at < evacuation.size(); at++) {
      Moves these = evacuation.movesAt(at);
      for (int i = 0; i < these.size(); i++) {
        moves.add("z%d>z%d=%d".formatted(these.from(i) + 1, these.to(i) + 1, these.count(i)));
      }
    }
    return String.join(" ", moves);
  }

  /** Whether a workload has these moves in this order, as {@link #moves} says them, and others. */
  boolean hasMoves(String name, String moves) {
    return moves.isEmpty() || (" " + moves(name) + " ").contains(" " + moves + " ");
  }

  /** {@code 2 0 1}: replicas that leave each zone by the moves of a workload. */
  String leaving(String name) {
    int[] leaving = new int[of(name).counts().length];
    EvacuationPlan evacuation = of(name).evacuation();
    for (int at = 0; at < evacuation.size(); at++) {
      Moves these = evacuation.movesAt(at);
      for (int i = 0; i < these.size(); i++) {
        leaving[these.from(i)] += these.count(i);
      }
    }
    return text(leaving);
  }

  /**
   * What runs, and is at home, in the first, second, … zone.
   *
   * @param moves for the loss of the zone that each leaves, as {@link #moves} says them
   */
  static Placement holding(String name, String replicas, String moves) {
    Map<String, List<Contingency.Move>> byZone = new TreeMap<>();
    Arrays.stream(moves.split(" "))
        .filter(move -> !move.isEmpty())
        .map(move -> move.split("[>=]"))
        .forEach(
            move ->
                byZone
                    .computeIfAbsent(move[0], zone -> new ArrayList<>())
                    .add(new Contingency.Move(move[0], move[1], Integer.parseInt(move[2]))));
    List<Contingency> contingency = new ArrayList<>();
    byZone.forEach(
        (zone, these) ->
            contingency.add(
                new Contingency(new Contingency.Event(Scope.ZONE, zone), these, List.of(), 0)));
    Placement without = placement(name, replicas, replicas);
    return new Placement(without.id(), null, without.assignments(), contingency, 0);
  }

  /** What runs in the first, second, … zone, and is at home there so often. */
  static Placement placement(String name, String replicas, String homes) {
    int[] x = numbers(replicas);
    int[] home = numbers(homes);
    List<Assignment> assignments =
        IntStream.range(0, x.length)
            .filter(z -> x[z] > 0 || home[z] > 0)
            .mapToObj(z -> new Assignment("z" + (z + 1), x[z], home[z]))
            .toList();
    return new Placement(Estates.id(name), null, assignments, List.of(), 0);
  }
}
