package cloud.bleu.placement.catalogue;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.offering.Revocation;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which dates are found in a zone or a provider, and on which days facts of a day turn. */
class DatedFactsTest {

  private static final Zone BARE = Estates.zone("z").build();

  /** Of the n-th January. */
  private static Provenance of(int day) {
    return new Provenance(Basis.Contract, "x", day(day), null, null);
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 1, day);
  }

  private static Set<LocalDate> days(Integer... days) {
    return Arrays.stream(days).map(DatedFactsTest::day).collect(toCollection(TreeSet::new));
  }

  private static Zone zone(
      Provenance site,
      Provenance domains,
      Provenance place,
      Zone.Equipment equipment,
      List<Zone.Maintenance> maintenance,
      List<Zone.Homologation> homologations) {
    return new Zone(
        "z",
        BARE.provider(),
        BARE.offerings(),
        BARE.region(),
        BARE.site(),
        site,
        new Zone.Location(
            "FR",
            null,
            new Zone.Coordinates(48_850_000, 2_350_000),
            place,
            place.asOf() == null ? place : of(8)),
        BARE.failureDomains(),
        domains,
        BARE.state(),
        BARE.stateSince(),
        BARE.health(),
        BARE.silentAfter(),
        BARE.capacity(),
        BARE.price(),
        equipment,
        maintenance,
        homologations,
        BARE.delivery(),
        null);
  }

  private static Zone.Homologation homologation(
      @Nullable LocalDate from, @Nullable LocalDate until, Provenance provenance) {
    return new Zone.Homologation("r", List.of("Ordinary"), from, until, provenance);
  }

  @Test
  void eachGroupOfAZoneHasItsDay() {
    DatedFacts found =
        DatedFacts.of(
            zone(
                of(1),
                of(2),
                of(3),
                new Zone.Equipment(
                    new Zone.Storage(List.of(), List.of(), of(4)),
                    List.of(),
                    new Zone.Egress(List.of(), of(5))),
                List.of(),
                List.of(homologation(null, null, of(6)), homologation(null, null, of(7)))));
    assertEquals(days(1, 2, 3, 4, 5, 6, 7, 8), found.known());
    assertEquals(Set.of(), found.turns());
    assertEquals(Set.of(), found.operations());
  }

  /** Nobody wrote on which day it was true, or it is not stated at all. */
  @Test
  void whatHasNoDayHasNone() {
    DatedFacts found =
        DatedFacts.of(
            zone(
                Provenance.NONE,
                Provenance.NONE,
                Provenance.NONE,
                Zone.Equipment.UNKNOWN,
                List.of(),
                List.of(homologation(null, null, Provenance.NONE))));
    assertEquals(new DatedFacts(Set.of(), Set.of(), Set.of()), found);
    assertEquals(
        found, DatedFacts.of(new Provider("p", "P", null, null, List.of(), null, List.of())));
  }

  /** Both days inclusive: what ends on a day turns with the next one. */
  @ParameterizedTest(name = "from {0} until {1}: {2}")
  @CsvSource({
    "2026-01-05, 2026-01-09, 2026-01-05 2026-01-10",
    "2026-01-05, , 2026-01-05",
    ", 2026-01-09, 2026-01-10",
    ", 2026-01-31, 2026-02-01",
    // Time ends with that day.
    "2026-01-05, +999999999-12-31, 2026-01-05",
  })
  void windowTurnsWithItsFirstDayAndAfterItsLast(
      @Nullable LocalDate from, @Nullable LocalDate until, String turns) {
    Set<LocalDate> expected =
        Arrays.stream(turns.split(" ")).map(LocalDate::parse).collect(toCollection(TreeSet::new));
    assertEquals(
        expected,
        DatedFacts.of(
                zone(
                    Provenance.NONE,
                    Provenance.NONE,
                    Provenance.NONE,
                    Zone.Equipment.UNKNOWN,
                    List.of(),
                    List.of(homologation(from, until, Provenance.NONE))))
            .turns());
    assertEquals(
        expected,
        DatedFacts.of(provider(null, qualification(from, until, Provenance.NONE))).turns());
  }

  /** Where nobody states a first day, an open window may be accepted from the announcement on. */
  @ParameterizedTest(name = "announced {0}, from {1}: {2}")
  @CsvSource({"2026-01-05, , 2026-01-05", "2026-01-05, 2026-01-07, 2026-01-07"})
  void anAnnouncementTurnsWhereThereIsNoFirstDay(
      LocalDate announced, @Nullable LocalDate from, LocalDate turn) {
    Provider.Qualification open =
        new Provider.Qualification(
            "HDS", null, "Qualified", List.of(), List.of(), announced, from, null, of(1));
    assertEquals(Set.of(turn), DatedFacts.of(provider(null, open)).turns());
  }

  /**
   * Until it is known when a decision was stated, its day is not far from a year before it on. From
   * its asOf on that is known.
   */
  @ParameterizedTest(name = "{0} from {1} as of {2}: {3}")
  @CsvSource({
    "Withdrawn, 2028-02-29, , 2027-02-28 2028-02-29",
    "Suspended, 2028-03-01, , 2027-03-01 2028-03-01",
    "Withdrawn, 2028-03-01, 2026-01-01, 2026-01-01 2028-03-01",
    "Withdrawn, 2028-03-01, 2027-03-01, 2027-03-01 2028-03-01",
    "Withdrawn, 2028-03-01, 2027-03-02, 2027-03-01 2027-03-02 2028-03-01",
    "Qualified, 2028-03-01, , 2028-03-01",
    "Qualified, 2028-03-01, 2027-06-01, 2028-03-01",
  })
  void aDecisionTurnsAYearBeforeItBeginsOrWhenItIsKnown(
      String state, LocalDate from, @Nullable LocalDate asOf, String turns) {
    Set<LocalDate> expected =
        Arrays.stream(turns.split(" ")).map(LocalDate::parse).collect(toCollection(TreeSet::new));
    for (boolean ahead : List.of(false, true)) {
      assertEquals(
          expected,
          DatedFacts.of(provider(null, entry(state, from, asOf, ahead))).turns(),
          "whenever it is read");
    }
    LocalDate turn = LocalDate.parse(turns.split(" ")[0]);
    if (asOf == null && !state.equals("Qualified")) {
      assertTrue(Revocation.isFar(from, null, turn.minusDays(1)));
      assertFalse(Revocation.isFar(from, null, turn));
    }
  }

  /** Beside a decision the asOf of each says which is the later one: before and after it came. */
  @ParameterizedTest(name = "beside {0}: {1}")
  @CsvSource({
    "Withdrawn, 2026-02-01 2026-04-01 2026-05-01 2026-12-05 2025-04-01",
    "Suspended, 2026-02-01 2026-04-01 2026-05-01 2026-12-05 2025-04-01",
    "Qualified, 2026-02-01 2026-04-01",
    "InEvaluation, 2026-02-01 2026-04-01",
  })
  void besideADecisionTheDayOfEachTurns(String state, String turns) {
    LocalDate begins = LocalDate.parse("2026-02-01");
    Set<LocalDate> expected =
        Arrays.stream(turns.split(" ")).map(LocalDate::parse).collect(toCollection(TreeSet::new));
    for (boolean ahead : List.of(false, true)) {
      assertEquals(
          expected,
          DatedFacts.of(
                  provider(
                      null,
                      entry(
                          state,
                          LocalDate.parse("2026-04-01"),
                          LocalDate.parse("2026-05-01"),
                          false),
                      entry("Qualified", begins, LocalDate.parse("2026-12-05"), ahead),
                      entry("Qualified", begins, null, false)))
              .turns());
    }
  }

  private static Provider.Qualification entry(
      String state, LocalDate from, @Nullable LocalDate asOf, boolean ahead) {
    return new Provider.Qualification(
        "SecNumCloud",
        null,
        state,
        List.of(),
        List.of(),
        null,
        from,
        null,
        new Provenance(Basis.Contract, "x", asOf, null, null),
        ahead);
  }

  @Test
  void operationsBeginAndEnd() {
    Instant from = Instant.parse("2026-01-05T10:00:00Z");
    Instant to = Instant.parse("2026-01-05T12:00:00Z");
    assertEquals(
        Set.of(from, to, to.plusSeconds(60)),
        DatedFacts.of(
                zone(
                    Provenance.NONE,
                    Provenance.NONE,
                    Provenance.NONE,
                    Zone.Equipment.UNKNOWN,
                    List.of(
                        new Zone.Maintenance(from, to, BARE.state()),
                        new Zone.Maintenance(to, to.plusSeconds(60), BARE.state())),
                    List.of()))
            .operations());
  }

  private static Provider.Qualification qualification(
      @Nullable LocalDate from, @Nullable LocalDate until, Provenance provenance) {
    return new Provider.Qualification(
        "SecNumCloud", null, "Qualified", List.of(), List.of(), null, from, until, provenance);
  }

  private static Provider provider(
      Provider.@Nullable Agreement agreement, Provider.Qualification... qualifications) {
    return new Provider(
        "p",
        "P",
        null,
        null,
        List.of(),
        null,
        List.of(
            new Provider.Offering(
                "o", List.of(), List.of(), List.of(), agreement, List.of(qualifications))));
  }

  @Test
  void eachGroupOfAProviderHasItsDay() {
    Provider.Offering offering =
        provider(
                new Provider.Agreement("r", day(20), null, List.of(), of(1)),
                qualification(null, null, of(2)),
                qualification(null, null, of(3)))
            .offerings()
            .get(0);
    DatedFacts found =
        DatedFacts.of(
            new Provider(
                "p",
                "P",
                new Provider.LegalEntity("P", "FR", null, null, null, of(4)),
                new Provider.Ownership(List.of(), null, null, of(5)),
                List.of(
                    new Provider.Supplier("s", "FR", null, null, null, of(6)),
                    new Provider.Supplier("t", "FR", null, null, null, of(7))),
                new Provider.Operations(List.of(), List.of(), null, List.of(), of(8)),
                List.of(offering)));
    assertEquals(days(1, 2, 3, 4, 5, 6, 7, 8), found.known());
    assertEquals(days(20), found.turns(), "an agreement counts from the day of its signature");
    assertEquals(Set.of(), found.operations());
  }

  /** A fact of 1 January, a window that turns on the 20th. */
  @ParameterizedTest(name = "{0} days and {1} more: {2}")
  @CsvSource({
    // On the day itself it is in the future no more; then it is fresh, late, too old.
    "5, 3, 2026-01-01 2026-01-07 2026-01-10 2026-01-20",
    "5, 0, 2026-01-01 2026-01-07 2026-01-20",
    "0, 0, 2026-01-01 2026-01-02 2026-01-20",
    // It never grows too old before time ends.
    "400000000000, 0, 2026-01-01 2026-01-20",
  })
  void factTurnsWithItsAge(long most, long grace, String turns) {
    assertEquals(
        Arrays.stream(turns.split(" ")).map(LocalDate::parse).collect(toCollection(TreeSet::new)),
        new DatedFacts(days(20), days(1), Set.of()).days(List.of(new FactAge(most, grace))));
  }

  @Test
  void eachAgeTurnsEachFact() {
    DatedFacts facts = new DatedFacts(days(20), days(1, 2), Set.of());
    assertEquals(days(20), facts.days(List.of()), "nobody asks how old they are");
    assertEquals(
        days(1, 2, 3, 4, 5, 20), facts.days(List.of(new FactAge(1, 0), new FactAge(2, 0))));
  }
}
