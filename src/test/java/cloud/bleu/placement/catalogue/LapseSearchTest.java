package cloud.bleu.placement.catalogue;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.BoundRule.OnViolation;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of which dates the search for a lapse asks, and which it need not ask of again. */
class LapseSearchTest {

  /** Refuses z1 from an instant on, which some fact names. */
  private record Until(Instant end) implements ZoneRule {
    @Override
    public Declaration declaration() {
      return new Declaration("until", "Ends.", List.of(), List.of(), List.of("Ended"));
    }

    @Override
    public Verdict evaluate(Question question) {
      return question.zone().name().equals("z1") && !question.now().isBefore(end)
          ? Verdict.reject("Ended", Origin.Attested, Message.recorded("it ended; renew it"))
          : Verdict.pass(Origin.Attested, Message.recorded("in force"));
    }
  }

  /** The days from now on of which it asked. */
  private final List<Long> asked = new ArrayList<>();

  private static Instant day(long days) {
    return NOW.plus(Duration.ofDays(days));
  }

  private static BoundRule rule(long end) {
    return new BoundRule(
        new Until(day(end)),
        "r",
        "p",
        Action.Enforce,
        OnViolation.Report,
        Parameters.NONE,
        List.of());
  }

  /** What runs in a zone while z1 is allowed for so many days. */
  private static Estate running(String zone, long end) {
    return estate()
        .zones(9, "z1", "z2")
        .workload(workload("a").replicas(1).rule(rule(end)))
        .placement(Estates.running("a", zone, 1))
        .build();
  }

  private LapseSearch search(
      Estate estate, long now, List<Long> dates, @Nullable LapseSearch before) {
    Estate then = estate.at(day(now));
    Decision decision = Estates.of(Planner.plan(estate), "a");
    return LapseSearch.of(
        then.workloads().get(0),
        decision,
        then,
        dates.stream().map(LapseSearchTest::day).collect(Collectors.toCollection(TreeSet::new)),
        instant -> {
          asked.add(Duration.between(NOW, instant).toDays());
          return estate.at(instant);
        },
        before);
  }

  private static @Nullable Long day(LapseSearch search) {
    Lapse lapse = search.lapse();
    return lapse == null ? null : Duration.between(NOW, lapse.on()).toDays();
  }

  private static List<Long> days(String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(text.split(" ")).stream().map(Long::valueOf).toList();
  }

  @ParameterizedTest(name = "in {0}, allowed for {1} days, dates {2}: asks of {3}")
  @CsvSource({
    // where it runs, until when that is allowed, dates; those asked of, the lapse
    "z1, 400, 5 20 40, 5 20 40, ",
    "z1, 20, 5 20 40, 5 20, 20",
    // A date between those that facts name is none.
    "z1, 20, 5 40, 5 40, 40",
    // Now is not ahead, and past is past.
    "z1, 20, -3 0 20, 20, 20",
    // What is farther off than the farthest notice is not in sight yet.
    "z1, 91, 90 91, 90, ",
    "z1, 90, 90 91, 90, 90",
    // It fails already: that is no lapse ahead.
    "z1, 0, 5 20, 5 20, ",
    "z2, 20, 5 20, 5 20, ",
    "z1, 20, '', '', ",
  })
  void datesAreAskedOfInOrderUntilOneLapses(
      String zone, long end, String dates, String of, @Nullable Long lapse) {
    assertEquals(lapse, day(search(running(zone, end), 0, days(dates), null)));
    assertEquals(days(of), asked);
  }

  /** A later search of the same decision on the same facts goes on where the earlier one ended. */
  @ParameterizedTest(name = "allowed for {0} days, {1} days later: asks of {2}")
  @CsvSource({
    "400, 0, '', ",
    "400, 4, 94, ",
    "400, 5, 94 95, ",
    "95, 4, 94, ",
    "95, 5, 94 95, 95",
    // What was found is looked for anew: by then it may be past.
    "20, 1, 5 20, 20",
    "20, 10, 20, 20",
  })
  void onlyWhatComesIntoSightIsAskedOfAgain(long end, long later, String of, @Nullable Long lapse) {
    Estate estate = running("z1", end);
    List<Long> dates = days("5 20 40 94 95");
    LapseSearch before = search(estate, 0, dates, null);
    asked.clear();
    assertEquals(lapse, day(search(estate, later, dates, before)));
    assertEquals(days(of), asked);
  }

  /** A zone that is home to what is down has nothing that a lapse could take. */
  @Test
  void zoneWithoutReplicasLapsesForNobody() {
    Estate down =
        estate()
            .zone(Estates.zone("z1").state(ZoneState.Lost), Estates.zone("z2"))
            .workload(workload("a").replicas(1).dataBound().rule(rule(20)))
            .placement(Estates.running("a", "z1", 1))
            .build();
    assertEquals(
        List.of(new Assignment("z1", 0, 1)), Estates.of(Planner.plan(down), "a").assignments());
    assertNull(search(down, 0, days("5 20"), null).lapse());
  }

  /** Of what holds in another zone nothing was asked. */
  @Test
  void anotherDecisionIsAskedOfAnew() {
    LapseSearch before = search(running("z2", 20), 0, days("5 20"), null);
    assertNull(before.lapse());
    asked.clear();
    assertEquals(20, day(search(running("z1", 20), 0, days("5 20"), before)));
    assertEquals(days("5 20"), asked);
  }

  /** What was found before is no end of what was asked: an earlier date may be new. */
  @Test
  void searchThatFoundSomethingIsNoneToGoOnFrom() {
    Estate estate = running("z1", 20);
    LapseSearch before = search(estate, 0, days("40"), null);
    assertEquals(40, day(before));
    asked.clear();
    assertEquals(20, day(search(estate, 0, days("20 40"), before)));
    assertEquals(days("20"), asked);
  }
}
