package cloud.bleu.placement.catalogue;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.running;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zones;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.BoundRule.Action;
import cloud.bleu.placement.estate.BoundRule.OnViolation;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload.Rebalance.Mode;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Parameters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lapses, when it is told, and how what runs has left before. */
public class LapseTest {

  private static final Instant END = NOW.plus(Duration.ofDays(20));

  /** Refuses z1 from the end on. */
  private record Until(Instant end, Verdict.Result then) implements ZoneRule {
    @Override
    public Declaration declaration() {
      return new Declaration("until", "Ends.", List.of(), List.of(), List.of("Ended"));
    }

    @Override
    public Verdict evaluate(Question question) {
      boolean over = question.zone().name().equals("z1") && !question.now().isBefore(end);
      if (!over) {
        return Verdict.pass(Origin.Attested, Message.recorded("in force"));
      }
      return then == Verdict.Result.Reject
          ? Verdict.reject("Ended", Origin.Attested, Message.recorded("it ended; renew it"))
          : Verdict.unknown("Ended", Origin.Attested, Message.recorded("it is old; renew it"));
    }
  }

  private static BoundRule rule(Action action, OnViolation onViolation, Verdict.Result then) {
    return new BoundRule(
        new Until(END, then), "r", "p", action, onViolation, Parameters.NONE, List.of());
  }

  private static Estate at(Duration before, BoundRule rule, int replicas, Mode mode, int perHour) {
    return estate()
        .zones(99, "z1", "z2", "z3")
        .workload(workload("a").replicas(replicas).rule(rule).rebalance(mode, perHour))
        .placement(running("a", "z1", replicas))
        .build()
        .at(END.minus(before));
  }

  @ParameterizedTest
  @CsvSource({
    "91, ",
    "90, Within90Days",
    "31, Within90Days",
    "30, Within30Days",
    "8,  Within30Days",
    "7,  Within7Days",
    "1,  Within7Days",
    "0,  "
  })
  void noticeIsGivenAt90And30And7Days(int days, String notice) {
    Notice found = Notice.of(END.minus(Duration.ofDays(days)), END);
    assertEquals(notice, found == null ? null : found.name());
  }

  @Test
  void theFirstDateOnWhichAnEnforcedRuleFailsIsTheLapse() {
    TreeSet<Instant> dates = new TreeSet<>(List.of(END.minusSeconds(1), END, END.plusSeconds(1)));
    for (Action action : Action.values()) {
      Estate estate =
          at(
              Duration.ofDays(20),
              rule(action, OnViolation.Report, Verdict.Result.Reject),
              2,
              Mode.WhenNeeded,
              2);
      Decision decision = Estates.of(Planner.plan(estate), "a");
      Lapse lapse = Lapse.ahead(estate.workloads().get(0), decision, estate, dates);
      if (action != Action.Enforce) {
        assertNull(lapse);
        continue;
      }
      assertNotNull(lapse);
      assertEquals(END, lapse.on());
      assertEquals(List.of("z1"), lapse.verdicts().stream().map(Verdict::zone).toList());
      assertEquals(false, lapse.moves());
    }
  }

  /** Refuses z1 from an instant on that no fact names. */
  private record AnyDay(Instant end) implements ZoneRule {
    @Override
    public Declaration declaration() {
      return new Until(end, Verdict.Result.Reject).declaration();
    }

    @Override
    public Verdict evaluate(Question question) {
      return new Until(end, Verdict.Result.Reject).evaluate(question);
    }

    @Override
    public boolean turnsWithAnyDay() {
      return true;
    }
  }

  @ParameterizedTest
  @CsvSource({"20, 2026-03-21T23:00:00Z", "89, 2026-03-21T23:00:00Z", "91,"})
  void whatTurnsWithAnyDayIsAskedOnEach(int days, Instant on) {
    BoundRule rule =
        new BoundRule(
            new AnyDay(END),
            "r",
            "p",
            Action.Enforce,
            OnViolation.Report,
            Parameters.NONE,
            List.of());
    Estate estate = at(Duration.ofDays(days), rule, 2, Mode.WhenNeeded, 2);
    Decision decision = Estates.of(Planner.plan(estate), "a");
    Lapse lapse =
        Lapse.ahead(estate.workloads().get(0), decision, estate, Collections.emptySortedSet());
    assertEquals(on, lapse == null ? null : lapse.on());
  }

  /** Seven days are enough for anything small; a large group on a small budget begins earlier. */
  @ParameterizedTest
  @CsvSource({"2, 2, 7", "300, 2, 8", "1000, 1, 43", "100000, 1, 90", "9, 0, 7"})
  void movingBeginsEarlyEnough(int replicas, int perHour, int days) {
    assertEquals(
        days,
        Lapse.lead(workload("a").replicas(replicas).rebalance(Mode.WhenNeeded, perHour).build()));
  }

  @ParameterizedTest
  @CsvSource({
    "Report,    Reject,  WhenNeeded, 1, false",
    "Rebalance, Reject,  WhenNeeded, 8, false",
    "Rebalance, Reject,  WhenNeeded, 7, true",
    "MoveNow,   Reject,  WhenNeeded, 8, false",
    "MoveNow,   Reject,  WhenNeeded, 7, true",
    "Rebalance, Unknown, WhenNeeded, 1, false",
    "MoveNow,   Unknown, WhenNeeded, 1, false",
    "Rebalance, Reject,  Never,      1, false",
    "MoveNow,   Reject,  Never,      1, false"
  })
  void whatLapsesIsLeftBeforeWithinTheBudget(
      OnViolation onViolation, Verdict.Result then, Mode mode, int days, boolean moves) {
    Estate estate = at(Duration.ofDays(days), rule(Action.Enforce, onViolation, then), 6, mode, 2);
    List<String> stands = new ArrayList<>();
    int moved = 0;
    for (int hour = 0; hour < 9; hour++) {
      Plan plan = Planner.plan(estate);
      Decision d = Estates.of(plan, "a");
      int now = d.moves().stream().mapToInt(Contingency.Move::replicas).sum();
      assertTrue(now <= 2, d.toString());
      assertEquals(List.of(), Checker.check(estate, plan));
      assertEquals(List.of(), d.violations(), "it is no breach yet");
      moved += now;
      stands.add(zones(d));
      estate =
          Estates.with(estate, Estates.inForce(plan)).at(estate.now().plus(Duration.ofHours(1)));
    }
    // The fewest moves: each replica of z1 once, and none of the others.
    assertEquals(moves ? 6 : 0, moved, stands.toString());
    assertEquals(moves ? "z2=3, z3=3" : "z1=6", stands.get(8));
    assertTrue(estate.now().isBefore(END));
  }

  /** What is new goes where it can stay, if there is room. */
  @Test
  void nothingNewComesWhereItWouldLeaveSoon() {
    BoundRule rule = rule(Action.Enforce, OnViolation.Rebalance, Verdict.Result.Reject);
    Estate estate =
        estate()
            .zones(99, "z1", "z2")
            .workload(workload("a").replicas(4).rule(rule).rebalance(Mode.WhenNeeded, 1))
            .build()
            .at(END.minus(Duration.ofDays(3)));
    assertEquals("z2=4", zones(Estates.of(Planner.plan(estate), "a")));
  }
}
