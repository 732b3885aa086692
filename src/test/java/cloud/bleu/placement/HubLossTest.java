package cloud.bleu.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.HubLoss;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.message.MessageBundle;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.simulation.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which losses take the operator. */
class HubLossTest {

  /** Two zones on one site, and one elsewhere; the river reaches b and c. */
  private static Estate estate(String operator, String lost) {
    EstateBuilder places = Estates.estate();
    for (String name : List.of("a", "b", "c")) {
      ZoneBuilder zone =
          Estates.zone(name)
              .provider(name.equals("c") ? "q" : "p")
              .site(name.equals("c") ? "s-c" : "s-ab")
              .region(name.equals("c") ? "south" : "north")
              .hazard("flood", name.equals("a") ? "None" : "seine")
              .cpu(10);
      places.zone(name.equals(lost) ? zone.state(ZoneState.Lost) : zone);
    }
    return places
        .workload(
            Estates.workload("web").replicas(4).tolerate(Scope.SITE, 1, Recover.Reserved, true))
        .build()
        .operatedFrom(Arrays.asList(operator.split(" ")));
  }

  private static String taking(Estate estate) {
    HubLoss hub = new HubLoss(estate);
    return Loss.all(estate).stream()
        .filter(loss -> hub.takes(loss.zones()))
        .map(Loss::typed)
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a     | - | zone/a site/s-ab region/north provider/p",
        "b     | - | zone/b site/s-ab region/north provider/p flood/seine",
        "a b   | - | site/s-ab region/north provider/p",
        "b c   | - | flood/seine",
        "a c   | - | ''",
        "a b c | - | ''",
        // What is lost already is no place to run on.
        "a c   | c | zone/a site/s-ab region/north provider/p",
        "a     | a | ''",
        // A name that no zone has is nobody's place.
        "a x   | - | zone/a site/s-ab region/north provider/p",
        "x     | - | ''",
        "''    | - | ''"
      })
  void onlyWhatTakesEveryZoneOfItTakesTheOperator(String operator, String lost, String losses) {
    assertEquals(losses, taking(estate(operator, lost)));
  }

  @Test
  void aDecisionNamesTheEventsItHasAPlanFor() {
    Estate estate = estate("a b", "-");
    Decision decision = Planner.plan(estate).decisions().get(0);
    assertEquals(
        List.of(new Contingency.Event(Scope.SITE, "s-ab")), new HubLoss(estate).events(decision));
    assertEquals(
        List.of(),
        new HubLoss(estate.operatedFrom(List.of())).events(decision),
        "unknown: nothing");
  }

  @Test
  void itSaysWhereTheOperatorRunsInBothLanguages() {
    Decision.Reason reason = new HubLoss(estate("a b x", "-")).reason();
    assertEquals("HubOnLostSite", reason.code());
    assertEquals(
        "the operator is lost with it, as it runs in a, b: what runs elsewhere runs on, and"
            + " nothing moves, not even into room that is reserved for it, until the operator runs"
            + " elsewhere; run a replica of the operator on another site, or write down how it is"
            + " started there",
        reason.message());
    String french = MessageBundle.FRENCH.sentence(reason.finding());
    assertEquals(
        "L'opérateur est perdu avec, car il tourne dans a, b : ce qui tourne ailleurs continue,",
        french.substring(0, french.indexOf(" et rien")));
    assertEquals(new TreeSet<>(List.of("x")), HubLoss.unknown(estate("a b x", "-")));
  }

  /** Where the operator runs decides nothing. */
  @Test
  void decisionsAreTheSame() {
    Estate without = estate("", "-").operatedFrom(List.of());
    Estate with = estate("a", "-");
    assertEquals(Planner.plan(without), Planner.plan(with));
    assertFalse(without.sameObjects(with), "an answer about survival is another one");
  }

  /** What is derived from an estate is operated from the same zones. */
  @Test
  void otherEstatesKeepIt() {
    Estate estate = estate("a", "-");
    List<Estate> derived =
        List.of(
            estate.at(estate.now().plusSeconds(1)),
            estate.withWorkloads(List.of()),
            estate.withZones(List.of()),
            estate.withPlacements(List.of()),
            estate.sharing(estate("b", "-")));
    for (Estate one : derived) {
      assertEquals(estate.operatorZones(), one.operatorZones());
    }
  }
}
