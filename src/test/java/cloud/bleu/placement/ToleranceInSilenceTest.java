package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a workload tolerates while a zone of it is silent and nobody reported the loss: what is
 * there is not left when the next zone is lost.
 */
class ToleranceInSilenceTest {

  private static Decision decision(WorkloadBuilder workload, int minutes, ZoneState state) {
    Estate estate =
        estate()
            .zone(zone("z1").cpu(9), zone("z2").cpu(9))
            .zone(
                minutes == 0
                    ? zone("z3").cpu(9).state(state)
                    : zone("z3")
                        .cpu(9)
                        .state(state)
                        .unhealthySince(NOW.minus(Duration.ofMinutes(minutes))))
            .workload(workload.failover(Duration.ofMinutes(5), Duration.ofMinutes(30)))
            .running("a", "z1", 1, "z2", 1, "z3", 1)
            .build();
    assertEquals(List.of(), Checker.check(estate, Planner.propose(estate, Map.of())));
    Plan plan = Planner.plan(estate);
    return of(plan, "a");
  }

  private static String tolerates(Decision decision) {
    return decision.tolerates().stream()
        .map(t -> t.scope().name())
        .collect(Collectors.joining(","));
  }

  /** Two of three members have to be left, as a majority and as what is to be kept. */
  @ParameterizedTest
  @CsvSource({
    "0, 'Zone,Site', ''",
    "4, 'Zone,Site', ''",
    "6, '', 'QuorumUnsatisfiable,SurvivalUnsatisfiable,ZoneSilent'",
  })
  void membersInASilentZoneAreNotLeft(int minutes, String tolerates, String codes) {
    Decision decision =
        decision(
            workload("a").replicas(3).quorum().tolerate(Scope.ZONE, 2, Recover.None, true),
            minutes,
            ZoneState.Active);
    assertEquals(tolerates, tolerates(decision));
    assertEquals(
        codes, shortfalls(decision).stream().distinct().sorted().collect(Collectors.joining(",")));
  }

  /** Of two that are known to run the loss of a zone leaves one, and so does that of its site. */
  @ParameterizedTest
  @CsvSource({"0, 'Zone,Site'", "4, 'Zone,Site'", "6, ''"})
  void replicasThatWaitForAReportAreNotLeft(int minutes, String tolerates) {
    Decision decision =
        decision(
            workload("a").replicas(3).dataBound().tolerate(Scope.ZONE, 2, Recover.None, true),
            minutes,
            ZoneState.Active);
    assertEquals(tolerates, tolerates(decision));
  }
}
