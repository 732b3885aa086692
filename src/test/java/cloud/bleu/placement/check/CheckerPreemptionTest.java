package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Decision.Cause;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may evict others now: during a loss nobody whom that loss alone lets come. */
class CheckerPreemptionTest {
  /** Of a priority that evicts, with one hard requirement that a loss softens. */
  private static WorkloadBuilder asking(String what, int replicas) {
    WorkloadBuilder n = workload("n").replicas(replicas).priority(10);
    return switch (what) {
      case "keep" -> n.tolerate(Scope.ZONE, 1, Recover.None, true);
      case "softKeep" -> n.tolerate(Scope.ZONE, 1, Recover.None, false);
      case "reserved" -> n.tolerate(Scope.ZONE, 0, Recover.Reserved, true);
      case "least" -> n.perZone(replicas + 1, null);
      case "majority" -> n.quorum();
      default -> n;
    };
  }

  private static ZoneBuilder third(String how) {
    ZoneBuilder third = zone("z3").cpu(9);
    return switch (how) {
      case "lost" -> third.state(ZoneState.Lost);
      case "silent" -> third.unhealthySince(NOW.minusSeconds(30));
      default -> third;
    };
  }

  /** What is found beside shortfalls that are told of n without need. */
  private static Set<String> found(EstateBuilder estate, Plans.Draft n, Plans.Draft... others) {
    List<Plans.Draft> drafts = new ArrayList<>(List.of(others));
    drafts.add(n.shortfalls().shortfall("QuorumUnsatisfiable"));
    Set<String> codes = codes(estate.build(), drafts.toArray(Plans.Draft[]::new));
    codes.remove("ShortfallFalse");
    return codes;
  }

  private static Set<String> all(String found) {
    return found.isEmpty() ? Set.of() : Set.of(found.split(" "));
  }

  /** Of four replicas in z1 as many are gone as came of the higher priority. */
  @ParameterizedTest
  @CsvSource({
    "lost,   nothing,  2, ''",
    "lost,   softKeep, 2, ''",
    "lost,   keep,     2, PreemptedByNobody ReplicasDropped",
    "silent, keep,     2, PreemptedByNobody ReplicasDropped",
    "lost,   reserved, 2, PreemptedByNobody ReplicasDropped",
    "silent, reserved, 2, PreemptedByNobody ReplicasDropped",
    "lost,   least,    2, PreemptedByNobody ReplicasDropped",
    "silent, least,    2, PreemptedByNobody ReplicasDropped",
    "lost,   majority, 3, PreemptedByNobody ReplicasDropped",
    "silent, majority, 3, PreemptedByNobody ReplicasDropped",
  })
  void whoComesByTheLossAloneEvictsNobody(String third, String asks, int comes, String found) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(4), third(third))
            .workload(asking(asks, comes), workload("l").replicas(4))
            .running("l", "z1", 4);
    Plans.Draft n = decided("n").in("z1", comes);
    n = Set.of("keep", "softKeep", "reserved").contains(asks) ? n.loss(Scope.ZONE, "z1") : n;
    Set<String> codes = found(estate, n, decided("l").in("z1", 4 - comes).cause(Cause.Preempted));
    assertEquals(all(found), codes);
  }

  /** What ran before the loss, or is at home in the lost zone, evicts as ever. */
  @ParameterizedTest
  @CsvSource({
    // replicas of n in z1 and its homes in z3 before; in z1 then
    "0, 2, 2, ''",
    "0, 1, 1, ''",
    "1, 1, 2, ''",
    "0, 1, 2, PreemptedByNobody ReplicasDropped",
    "1, 1, 3, PreemptedByNobody ReplicasDropped",
  })
  void whatWasThereBeforeDoes(int had, int lost, int has, String found) {
    WorkloadBuilder n = asking("keep", has);
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(4), third("lost"))
            .workload(n, workload("l").replicas(4 - had))
            .running("l", "z1", 4 - had)
            .placement(
                new Placement(
                    Estates.id("n"),
                    null,
                    List.of(new Assignment("z1", had, had), new Assignment("z3", 0, lost)),
                    List.of(),
                    0));
    Plans.Draft then =
        decided("n").in("z1", has, had).in("z3", 0, has - had).loss(Scope.ZONE, "z1");
    then = has - had > lost ? decided("n").in("z1", has).loss(Scope.ZONE, "z1") : then;
    Set<String> codes = found(estate, then, decided("l").in("z1", 4 - has).cause(Cause.Preempted));
    assertEquals(all(found), codes);
  }

  /** Somebody else came who may: nothing tells for whom of the two they went. */
  @ParameterizedTest
  @CsvSource({"true, ''", "false, PreemptedByNobody ReplicasDropped"})
  void besideOneWhoMayItIsNotToldWhoDid(boolean beside, String found) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(4), third("lost"))
            .workload(asking("keep", 2), workload("l").replicas(4))
            .workload(workload("m").replicas(1).priority(beside ? 10 : 0))
            .running("l", "z1", 4);
    Set<String> codes =
        found(
            estate,
            decided("n").in("z1", 2).loss(Scope.ZONE, "z1"),
            decided("m").in("z1", 1),
            decided("l").in("z1", 1).cause(Cause.Preempted));
    assertEquals(all(found), codes);
  }

  /** Who goes elsewhere within its budget is evicted all the same. */
  @ParameterizedTest
  @CsvSource({"well, keep, ''", "lost, softKeep, ''", "lost, keep, PreemptedByNobody"})
  void whoFindsAnotherPlaceIsEvictedAsWell(String third, String asks, String found) {
    EstateBuilder estate =
        estate()
            .zone(zone("z1").cpu(4), zone("z2").cpu(4), third(third))
            .workload(asking(asks, 2), workload("l").replicas(4))
            .running("l", "z1", 4);
    Plans.Draft n = decided("n").loss(Scope.ZONE, "z1");
    n = third.equals("well") ? n.in("z1", 1).in("z2", 1).loss(Scope.ZONE, "z2") : n.in("z1", 2);
    int goes = third.equals("well") ? 1 : 2;
    Set<String> codes =
        found(
            estate,
            n,
            decided("l")
                .in("z1", 4 - goes)
                .in("z2", goes)
                .moved("z1", "z2", goes)
                .cause(Cause.Preempted));
    assertEquals(all(found), codes);
  }
}
