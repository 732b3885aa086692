package cloud.bleu.placement.problem;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.ZoneState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a zone says against a new replica: of its state, and of its room. */
class ServiceVerdictsTest {

  /** That nobody knows it comes before what fits in. */
  @ParameterizedTest(name = "known {0}, fits {1}: {2}")
  @CsvSource({
    "true, true, ''",
    "true, false, ReplicaTooLarge",
    "false, true, RoomUnknown",
    "false, false, RoomUnknown",
  })
  void roomIsKnownOrNot(boolean known, boolean fits, String expected) {
    ZoneBuilder zone = known ? zone("z1").cpu(3) : zone("z1").roomUnknown();
    List<Verdict> all = new ArrayList<>();
    ServiceVerdicts.add(all, estate().zone(zone).build().zones().get(0), fits);
    assertEquals(
        expected.isEmpty() ? List.of() : List.of(expected),
        all.stream().map(Verdict::code).toList());
  }

  /** Where nobody declares room and there is no node, nothing is too large for it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "NodesUnknown, true, 'NodesUnknown'",
    "Gone, true, 'ZoneSilent'",
    "Healthy, true, 'ReplicaTooLarge'",
    "NodesUnknown, false, 'NodesUnknown, ReplicaTooLarge'",
  })
  void zoneWithoutNodesHasNoSize(Health.Signal signal, boolean measured, String expected) {
    ZoneBuilder zone = zone("z1").cpu(3).health(signal, null);
    List<Verdict> all = new ArrayList<>();
    ServiceVerdicts.add(
        all,
        measured ? zone.build().withCapacity(new Capacity.Measured(List.of(), 90)) : zone.build(),
        false);
    assertEquals(expected, all.stream().map(Verdict::code).collect(Collectors.joining(", ")));
  }

  /** Who closed it is not known here: an error of its spec, its deletion and a probe do as well. */
  @Test
  void whatIsSaidOfACordonedZoneHoldsWhoeverClosedIt() {
    List<Verdict> all = new ArrayList<>();
    ServiceVerdicts.add(
        all, estate().zone(zone("z1").state(ZoneState.Cordoned)).build().zones().get(0), true);
    assertEquals(
        List.of(
            "the zone takes nothing new; see its condition Schedulable for why (closed by somebody,"
                + " an error of its spec, its deletion, a probe), and correct that or leave the zone"
                + " out"),
        all.stream().map(v -> v.finding().text()).toList());
  }

  /** The end of a drill opens a zone only if nothing else closes it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Active | live drill d has what runs here move to other zones; wait until it ends, or end it"
            + " with `bleu drill d --abort`",
        "Cordoned | live drill d has what runs here move to other zones, and the zone is also"
            + " Cordoned; see its condition Schedulable, and set it Active again or leave the zone"
            + " out",
      })
  void whatOpensAZoneThatADrillHasLeft(ZoneState state, String said) {
    List<Verdict> all = new ArrayList<>();
    ServiceVerdicts.add(
        all, estate().zone(zone("z1").state(state).leftFor("d")).build().zones().get(0), true);
    assertEquals(
        List.of("ZoneDrilled " + said),
        all.stream().map(v -> v.code() + " " + v.finding().text()).toList());
  }
}
