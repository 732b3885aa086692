package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is seen of a zone, announced of it and decided on it. */
class ZoneNoticesTest {

  private static final ZoneRule HEALTH = new ZoneHealth();
  private static final ZoneRule MAINTENANCE = new MaintenanceWindow();
  private static final ZoneRule HOMOLOGATION = new Homologation();

  @Test
  void health() {
    Case c = new Case(); // declared capacity: nobody has looked
    assertEquals("Unknown NodesNotSeen", c.ask(HEALTH));
    c.capacity = new Capacity.Measured(List.of(), 90);
    assertEquals("Unknown NodesNotSeen", c.ask(HEALTH));
    c.capacity = new Capacity.Measured(List.of(new Capacity.Node("n", Quantities.NONE)), 90);
    assertEquals("Pass", c.ask(HEALTH));
    assertEquals(Origin.Observed, c.verdict(HEALTH).origin());
    c.nodes = new Health.Nodes(Health.Signal.Healthy, true);
    assertEquals("Pass", c.ask(HEALTH));
    c.nodes = new Health.Nodes(Health.Signal.Healthy, false); // its room is remembered
    assertEquals("Unknown NodesNotSeen", c.ask(HEALTH));
    c.unhealthySince = c.now;
    assertEquals("Reject NoNodeReady", c.ask(HEALTH));
    c.capacity = new Capacity.Declared(Quantities.NONE, Quantities.NONE, 90);
    assertEquals("Reject NoNodeReady", c.ask(HEALTH));
  }

  @ParameterizedTest(name = "at {0} with {1} hours of notice: {2}")
  @CsvSource({
    // From 2026-03-10T22:00:00Z to 2026-03-11T02:00:00Z, the end not included.
    "2026-03-10T21:59:59Z, 0, Pass",
    "2026-03-10T22:00:00Z, 0, Reject InMaintenance",
    "2026-03-11T01:59:59Z, 0, Reject InMaintenance",
    "2026-03-11T02:00:00Z, 0, Pass",
    "2026-03-09T21:59:59Z, 24, Pass",
    "2026-03-09T22:00:00Z, 24, Reject MaintenanceAnnounced",
    "2026-03-10T22:00:00Z, 24, Reject InMaintenance",
    "2026-03-11T02:00:00Z, 24, Pass",
  })
  void maintenance(Instant now, String notice, String answer) {
    Case c = new Case();
    c.maintenance = List.of(window("2026-03-10T22:00:00Z", "2026-03-11T02:00:00Z"));
    c.now = now;
    assertEquals(answer, c.ask(MAINTENANCE, "noticeHours", notice));
  }

  @Test
  void maintenanceNamesTheFirstAndSaysWhenItsAnswerTurns() {
    Case c = new Case();
    assertEquals("Pass", c.ask(MAINTENANCE));
    c.maintenance =
        List.of(
            window("2026-03-02T00:00:00Z", "2026-03-02T06:00:00Z"),
            window("2026-03-01T20:00:00Z", "2026-03-01T22:00:00Z"));
    assertEquals(
        "an operation is announced from 2026-03-01T20:00:00Z to 2026-03-01T22:00:00Z; use another"
            + " zone or wait until it is over",
        c.verdict(MAINTENANCE).message());
    assertEquals(
        Set.of(
            Instant.parse("2026-03-01T22:00:00Z"),
            Instant.parse("2026-03-02T00:00:00Z"),
            Instant.parse("2026-03-02T06:00:00Z"),
            Instant.parse("2026-03-01T18:00:00Z"),
            Instant.parse("2026-03-01T20:00:00Z")),
        Set.copyOf(MAINTENANCE.turningPoints(c.zone(), Case.parameters("noticeHours", "2"))));
  }

  @ParameterizedTest(name = "from {0} until {1}: {2}")
  @CsvSource(
      nullValues = "-",
      value = {
        // It is 2026-03-01.
        "2025-01-01, 2027-12-31, Pass",
        "2026-03-01, 2026-03-01, Pass",
        "2026-03-02, 2027-12-31, Reject HomologationNotYetValid",
        "2025-01-01, 2026-02-28, Reject HomologationExpired",
        "-, 2026-02-28, Reject HomologationExpired",
        "-, 2027-12-31, Unknown HomologationWindowUnknown",
        "2025-01-01, -, Unknown HomologationWindowUnknown",
      })
  void homologation(LocalDate from, LocalDate until, String answer) {
    Case c = new Case();
    c.dataClasses = List.of("Health");
    c.homologations = List.of(decision("Health", from, until, Case.SIGNED));
    assertEquals(answer, c.ask(HOMOLOGATION));
  }

  @Test
  void everyClassNeedsOneAndTheBestCounts() {
    LocalDate from = LocalDate.parse("2025-01-01");
    LocalDate until = LocalDate.parse("2027-12-31");
    Case c = new Case(); // Sensitive needs none by default
    assertEquals("NotApplicable", c.ask(HOMOLOGATION));
    assertEquals("Reject NotHomologated", c.ask(HOMOLOGATION, "dataClasses", List.of("Sensitive")));
    c.dataClasses = List.of("Health", "DiffusionRestreinte");
    c.homologations = List.of(decision("Health", from, until, Case.SIGNED));
    assertEquals(
        "the zone is not homologated for data of class DiffusionRestreinte; use a zone that is, or"
            + " record the decision under spec.homologations",
        c.verdict(HOMOLOGATION).message());
    c.homologations =
        List.of(
            decision("Health", from, LocalDate.parse("2025-12-31"), Case.SIGNED),
            decision("Health", from, until, Case.dated(Basis.Press, "2026-01-01")),
            decision("DiffusionRestreinte", from, until, Case.SIGNED));
    assertEquals("Pass", c.ask(HOMOLOGATION)); // the old one beside the one in force does no harm
    assertEquals(Origin.Declared, c.verdict(HOMOLOGATION).origin());
  }

  @Test
  void withoutTheClassesThatTheTextNamesItServesNoRequirement() {
    assertEquals(List.of("4"), HOMOLOGATION.requirements(Case.parameters()));
    assertEquals(
        List.of(),
        HOMOLOGATION.requirements(Case.parameters("dataClasses", List.of("II901Sensitive"))));
  }

  private static Zone.Maintenance window(String from, String to) {
    return new Zone.Maintenance(Instant.parse(from), Instant.parse(to), ZoneState.Drained);
  }

  private static Zone.Homologation decision(
      String dataClass, LocalDate from, LocalDate until, Provenance provenance) {
    return new Zone.Homologation("H-1", List.of(dataClass), from, until, provenance);
  }
}
