package cloud.bleu.placement.search;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.constraint.Constraint;
import cloud.bleu.placement.constraint.Constraints;
import cloud.bleu.placement.constraint.TrialRequest;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A search goes without a constraint where the trial does: what fills, bounds and moves know of it
 * themselves does not stand in the way. Two zones far from each other take two each, or one; c is
 * in z2, and b nowhere.
 */
class LeftOutConstraintTest {
  private static WorkloadBuilder asking(String what) {
    WorkloadBuilder a = workload("a").replicas(3);
    WorkloadBuilder reserved = workload("a").replicas(2);
    reserved.tolerate(Scope.ZONE, 0, Recover.Reserved, true);
    return switch (what) {
      case "spread" -> a.spread(Scope.ZONE, 1, 1, 3, true);
      case "keep" -> a.tolerate(Scope.ZONE, 2, Recover.None, true);
      case "quorum" -> a.quorum();
      case "fewest" -> a.replicas(2).perZone(2, null);
      case "most" -> a.perZone(0, 1);
      case "round trip" -> a.replication(1_000L, null);
      case "needs" -> a.affinity("b", Scope.ZONE, true);
      case "apart" -> a.antiAffinity("c", Scope.ZONE, true);
      case "most after a loss" -> reserved.perZone(0, 1);
      case "round trip after a loss" -> reserved.replication(1_000L, null);
      case "needs after a loss" -> reserved.affinity("b", Scope.ZONE, true);
      case "apart after a loss" -> reserved.antiAffinity("c", Scope.ZONE, true);
      default -> throw new IllegalArgumentException(what);
    };
  }

  private static Estate of(String what) {
    int room = what.equals("fewest") ? 1 : 2;
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(room), zone("z2").cpu(room))
            .roundTrip("z1", "z2", 2_000)
            .workload(asking(what), workload("b"), workload("c").noRequests());
    return estate.running("c", "z2", 1).build();
  }

  /** Without which one so many are placed, if with all of them none are. */
  private static List<String> without(Estate estate, boolean exactly) {
    ReplicaPlacer placer =
        TrialScene.placer(estate, exactly ? SearchEffort.FULL : SearchEffort.HEURISTIC);
    WorkloadState own = placer.trial.planState.workloadStates[placer.trial.compiled().number];
    int replicas = placer.trial.compiled().replicas();
    List<String> placed = new ArrayList<>();
    if (placer.place(replicas)) {
      placed.add("none");
    }
    for (Constraint one : Constraints.ALL) {
      placer.start(own, TrialRequest.PLAIN.without(one));
      if (placer.place(replicas)) {
        placed.add(one.getClass().getSimpleName().replace("Constraint", ""));
      }
    }
    return placed;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "spread, Spread",
    "keep, Survival",
    "quorum, Quorum",
    "fewest, PerZone",
    "most, PerZone",
    "round trip, RoundTrip",
    "needs, Relation",
    "apart, Relation",
    "most after a loss, Survival PerZone",
    "round trip after a loss, Survival RoundTrip",
    "needs after a loss, Relation",
    "apart after a loss, Survival Relation",
  })
  void isNotInTheWay(String what, String without) {
    assertEquals(without, String.join(" ", without(of(what), true)), "every way tried");
    assertEquals(without, String.join(" ", without(of(what), false)), "some ways tried");
  }

  /**
   * One way finds what another does not, so each is held to ask the trial: of the workload they
   * know only what is preferred, and which way to search.
   */
  @Test
  void searchesAskTheTrialAndNotTheWorkload() throws IOException {
    Pattern asks = Pattern.compile("compiled(\\(\\))?\\.(graph|perZoneMax|relations)\\b");
    Set<String> files = new TreeSet<>();
    Path sources = Path.of("src/main/java/cloud/bleu/placement/search");
    try (Stream<Path> all = Files.list(sources)) {
      for (Path file : all.toList()) {
        asks.matcher(Files.readString(file))
            .results()
            .forEach(found -> files.add(file.getFileName() + " " + found.group(2)));
      }
    }
    assertEquals(
        Set.of(
            "FloorChoices.java graph",
            "FloorChoices.java relations",
            "GreedyFill.java relations",
            "PlacementScore.java graph",
            "PlacementScore.java relations"),
        files);
  }
}
