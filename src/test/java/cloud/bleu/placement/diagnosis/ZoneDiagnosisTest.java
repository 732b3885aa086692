package cloud.bleu.placement.diagnosis;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.rule;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.estate.ReasonCode.NoZoneAllowed;
import static cloud.bleu.placement.estate.ReasonCode.ReplicaTooLarge;
import static cloud.bleu.placement.estate.ReasonCode.RoomUnknown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.BoundRule.OnViolation;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.ZoneState;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of a workload {@code a} that no zone takes: what is out of service first, since that
 * passes; then what is too large for what is allowed; then what the rules say.
 */
class ZoneDiagnosisTest {
  private static WorkloadBuilder a() {
    return workload("a").replicas(1);
  }

  private static BoundRule refuses(String name, Verdict.Result otherwise, String... zones) {
    return rule(name, Action.Enforce, OnViolation.Report, otherwise, zones);
  }

  private static Arguments row(
      String why, ReasonCode code, boolean passes, String says, EstateBuilder estate) {
    return arguments(why, code, passes, says, estate);
  }

  static Stream<Arguments> closed() {
    return Stream.of(
        row(
            "each zone that would do, with its state",
            NoZoneAllowed,
            true,
            "z1 is Lost, z2 is Cordoned; allow more zones; or make z2 Active again; or bring z1 back",
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2").state(ZoneState.Cordoned))
                .workload(a())),
        row(
            "not one that would not do in service either",
            NoZoneAllowed,
            true,
            ": z1 is Lost; allow more zones; or bring z1 back",
            estate()
                .zone(zone("z1").state(ZoneState.Lost), zone("z2").cpu(9))
                .workload(a().only("z1"))),
        row(
            "a drill is waited for",
            NoZoneAllowed,
            true,
            "z1 is left for a live drill; wait until it ends, or end it with `bleu drill d --abort`",
            estate().zone(zone("z1").leftFor("d")).workload(a())),
        row(
            "the end of a drill does not open what somebody closed besides",
            NoZoneAllowed,
            true,
            "z1 is left for a live drill, and is also Cordoned; allow more zones; or make z1 Active"
                + " again",
            estate().zone(zone("z1").state(ZoneState.Cordoned).leftFor("d")).workload(a())),
        row(
            "nor is it waited for because of another zone of the drill",
            NoZoneAllowed,
            true,
            "z1 is left for a live drill, z2 is left for a live drill, and is also Cordoned;"
                + " wait until the drill ends, end it with `bleu drill d --abort`; or make z2 Active"
                + " again",
            estate()
                .zone(zone("z1").leftFor("d"), zone("z2").state(ZoneState.Cordoned).leftFor("d"))
                .workload(a())),
        row(
            "with others out of service either of both helps",
            NoZoneAllowed,
            true,
            "`bleu drill d --abort`; or make z2 Active again",
            estate()
                .zone(zone("z1").leftFor("d"), zone("z2").state(ZoneState.Drained))
                .workload(a())),
        row(
            "the state that somebody told goes before silence",
            NoZoneAllowed,
            true,
            "z1 is Cordoned",
            estate()
                .zone(zone("z1").state(ZoneState.Cordoned).unhealthySince(NOW.minusSeconds(60)))
                .workload(a())),
        row(
            "nodes that were never seen are said to be unknown, not silent",
            NoZoneAllowed,
            true,
            "z1 is without any node; allow more zones; or add or label nodes for z1",
            estate().zone(zone("z1").health(Health.Signal.NodesUnknown, null)).workload(a())),
        row(
            "what is not reachable is to be made so",
            NoZoneAllowed,
            true,
            "z1 is not reachable; allow more zones; or make the target of z1 reachable",
            estate().zone(zone("z1").unreachable("ManagedClusterMissing")).workload(a())));
  }

  static Stream<Arguments> large() {
    return Stream.of(
        row(
            "the node that comes nearest in its scarcest resource",
            ReplicaTooLarge,
            false,
            "the closest is z2 with cpu 4;",
            estate().zone(zone("z1").nodes(20, 3), zone("z2").nodes(10, 4)).workload(a().cpu(5))),
        row(
            "of zones that are allowed only",
            ReplicaTooLarge,
            false,
            "the closest is z1 with cpu 3;",
            estate()
                .zone(zone("z1").nodes(20, 3), zone("z2").nodes(10, 9))
                .workload(a().cpu(5).only("z1"))),
        row(
            "a resource that a declared zone does not state",
            ReplicaTooLarge,
            false,
            "the closest is z1 with cpu 9, ephemeral-storage not stated in spec.capacity;",
            estate().zone(zone("z1").cpu(9)).workload(a().cpu(5).request("ephemeral-storage", 7))),
        row(
            "a resource that no node has",
            ReplicaTooLarge,
            false,
            "the closest is z1 with cpu 9, ephemeral-storage 0;",
            estate()
                .zone(zone("z1").nodes(1, 9))
                .workload(a().cpu(5).request("ephemeral-storage", 7))),
        row(
            "the largest node of a declared zone",
            ReplicaTooLarge,
            false,
            "the closest is z1 with cpu 2;",
            estate()
                .zone(zone("z1").cpu(90).largestNode(Map.of("cpu", 2_000L)))
                .workload(a().cpu(5))),
        row(
            "what a zone has none of is 0",
            ReplicaTooLarge,
            false,
            "with cpu 9, nvidia.com/gpu not stated in spec.capacity;",
            estate().zones(9, "z1").workload(a().request("nvidia.com/gpu", 1))),
        row(
            "the first by name of those that are as near",
            ReplicaTooLarge,
            false,
            "the closest is z1 ",
            estate().zones(3, "z1", "z2").workload(a().cpu(5))));
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        row(
            "what nobody ever saw is not said to be nothing",
            RoomUnknown,
            true,
            "is not known, so nothing new is placed there: z1, z2; see TargetReachable of the zone",
            estate().zone(zone("z1").roomUnknown(), zone("z2").roomUnknown()).workload(a().cpu(5))),
        row(
            "what is reported of a cluster is another sum in a moment",
            ReplicaTooLarge,
            true,
            "the closest is z1 with cpu 3;",
            estate().zone(zone("z1").cpu(3).reported()).workload(a().cpu(5))),
        row(
            "nor is it the closest",
            ReplicaTooLarge,
            true,
            "the closest is z2 with cpu 3, and what z1 has is not known; ask for less in a replica,"
                + " add a larger node, or state spec.capacity",
            estate().zone(zone("z1").roomUnknown(), zone("z2").cpu(3)).workload(a().cpu(5))));
  }

  static Stream<Arguments> excluded() {
    return Stream.of(
        row(
            "there is none at all",
            NoZoneAllowed,
            false,
            "no zone; create",
            estate().workload(a())),
        row(
            "the rule that excludes most first",
            NoZoneAllowed,
            false,
            "TestRule by many, TestRule by few; see",
            estate()
                .zones(9, "z1", "z2", "z3")
                .workload(
                    a().rule(refuses("few", Verdict.Result.Reject, "z1", "z2"))
                        .rule(refuses("many", Verdict.Result.Reject, "z3")))),
        row(
            "of as many the one that is stated first",
            NoZoneAllowed,
            false,
            "TestRule by z, TestRule by b; see",
            estate()
                .zones(9, "z1", "z2")
                .workload(
                    a().rule(refuses("z", Verdict.Result.Reject, "z1"))
                        .rule(refuses("b", Verdict.Result.Reject, "z2")))),
        row(
            "what is not known comes after what fails, however much",
            NoZoneAllowed,
            false,
            "TestRule by fails, TestRule by unknown; see",
            estate()
                .zones(9, "z1", "z2", "z3")
                .workload(
                    a().rule(refuses("unknown", Verdict.Result.Unknown, "z3"))
                        .rule(refuses("fails", Verdict.Result.Reject, "z1", "z2")))),
        row(
            "a rule that only warns is no ground",
            NoZoneAllowed,
            false,
            "zone: TestRule by fails; see",
            estate()
                .zones(9, "z1")
                .workload(
                    a().rule(refuses("fails", Verdict.Result.Reject))
                        .rule(
                            rule(
                                "warns",
                                Action.Audit,
                                OnViolation.Report,
                                Verdict.Result.Reject)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"closed", "large", "unknown", "excluded"})
  void says(String why, ReasonCode code, boolean passes, String says, EstateBuilder estate) {
    PlanState state = new PlanState(estate.build());
    Decision.Reason reason = ZoneDiagnosis.reason(state, state.compiledWorkloads.get(0));
    assertEquals(code.name(), reason.code());
    String text = reason.message();
    assertEquals(says, text.contains(says) ? says : text);
    assertEquals(passes, reason.canPassByItself(), "passes by itself");
  }
}
