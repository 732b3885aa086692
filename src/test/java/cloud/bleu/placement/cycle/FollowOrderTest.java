package cloud.bleu.placement.cycle;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.WorkloadBuilder;
import cloud.bleu.placement.capacity.PlanState;
import cloud.bleu.placement.capacity.WorkloadState;
import cloud.bleu.placement.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever needs the one that moves comes after it, and so on, whatever their names. */
class FollowOrderTest {

  /** Who needs whom, who moves first, the order. */
  @ParameterizedTest
  @CsvSource({
    "a>b b>a, a, a b",
    "a>b b>a, b, b a",
    "a>b b>c c>a, a, a c b",
    "a>c c>b b>a, a, a b c",
    "a>b b>c c>a, c, c b a",
    // two that need the same one, by their names; then who needs these
    "a>c b>c d>a c>d, c, c a b d",
    "a>c b>c d>b c>d, c, c a b d",
  })
  void thoseThatNeedItComeNext(String needs, String mover, String order) {
    Map<String, WorkloadBuilder> workloads = new TreeMap<>();
    for (String pair : needs.split(" ")) {
      String[] names = pair.split(">");
      workloads
          .computeIfAbsent(names[0], name -> workload(name))
          .affinity(names[1], Scope.ZONE, true);
    }
    EstateBuilder estate = estate().zone(zone("z1"));
    workloads.values().forEach(estate::workload);
    List<WorkloadState> members = List.of(new PlanState(estate.build()).workloadStates);
    WorkloadState first =
        members.stream().filter(member -> name(member).equals(mover)).findFirst().orElseThrow();
    assertEquals(
        order,
        FollowOrder.after(first, members).stream()
            .map(FollowOrderTest::name)
            .collect(Collectors.joining(" ")));
  }

  private static String name(WorkloadState member) {
    return member.compiled.workload.id().name();
  }
}
