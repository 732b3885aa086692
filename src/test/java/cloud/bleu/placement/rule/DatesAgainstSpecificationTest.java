package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every rule that reads a date against the words of the contract: days are days in Paris, windows
 * include both ends, an announcement opens nothing. Instants lie around midnight in Paris of days
 * that matter, dates around each other; seeded ({@code -Dbleu.samples=N}).
 */
class DatesAgainstSpecificationTest {

  private static final int SAMPLES = Campaign.size("bleu.samples", 4_000);

  /** Changes to and from summer time, the day that only some years have, ends of years. */
  private static final String[] DAYS = {
    "2026-03-28", "2026-03-29", "2026-03-30", "2026-10-24", "2026-10-25", "2026-10-26",
    "2028-02-28", "2028-02-29", "2028-03-01", "2027-02-28", "2027-03-01", "2026-12-31",
    "2027-01-01", "2026-07-14", "2030-03-31", "2030-10-27", "1999-12-31", "2024-02-29"
  };

  private Random random;

  @BeforeEach
  void seed() {
    random = new Random(20_260_329);
  }

  @Test
  void aWindowIncludesItsFirstAndItsLastDayAndAnAnnouncementIsNone() {
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < SAMPLES; i++) {
      Case c = new Case();
      c.now = instant();
      long today = ParisDay.of(c.now);
      boolean open = random.nextBoolean();
      List<String> accepted = one(List.of("Qualified"), List.of("InEvaluation", "Qualified"));
      List<Provider.Qualification> all = new ArrayList<>();
      TreeMap<Integer, String> answers = new TreeMap<>();
      for (int n = random.nextInt(3); n >= 0; n--) {
        all.add(qualification(today));
      }
      for (Provider.Qualification q : all) {
        String answer = answer(q, today, accepted, open);
        if (!answer.startsWith("Reject") && all.stream().anyMatch(d -> ends(d, q, today))) {
          answer = "Reject";
        } else if (answer.equals("Pass") && all.stream().anyMatch(d -> isFar(d, today))) {
          answer = "Unknown StateUnknown";
        }
        answers.put(List.of("Pass", "Unknown", "Reject").indexOf(answer.split(" ")[0]), answer);
      }
      c.offering(all.toArray(Provider.Qualification[]::new));
      String should = answers.firstEntry().getValue();
      String is =
          c.ask(new QualifiedOffering(), "acceptStates", accepted, "acceptOpenWindow", open);
      boolean one = all.size() == 1 && !should.endsWith("?");
      assertEquals(
          one ? should : should.split(" ")[0],
          one ? is : is.split(" ")[0],
          () -> c.now + " " + open + accepted + all);
      seen.merge(is, 1, Integer::sum);
    }
    for (String answer :
        List.of(
            "Pass",
            "Reject Expired",
            "Reject NotYetValid",
            "Reject Suspended",
            "Reject Withdrawn",
            "Reject InEvaluation",
            "Unknown WindowUnknown",
            "Unknown OnlyAnnounced",
            "Unknown StateUnknown")) {
      assertTrue(seen.containsKey(answer), answer + " is not in " + seen);
    }
  }

  /** What one qualification is good for; with a question mark if several codes are right. */
  private static String answer(
      Provider.Qualification q, long today, List<String> accepted, boolean open) {
    boolean early = q.validFrom() != null && today < q.validFrom().toEpochDay();
    boolean late = q.validUntil() != null && today > q.validUntil().toEpochDay();
    if (!accepted.contains(q.state())) {
      return "Reject " + q.state() + (early || late ? "?" : "");
    } else if (early || late) {
      return "Reject " + (early && late ? "?" : early ? "NotYetValid" : "Expired");
    }
    boolean missing = q.validFrom() == null || q.validUntil() == null;
    boolean unannounced =
        q.validFrom() == null && q.announcedOn() != null && today < q.announcedOn().toEpochDay();
    if (missing && q.state().equals("Qualified") && (!open || unannounced)) {
      boolean press = q.provenance().basis() == Basis.Press;
      boolean none = q.validFrom() == null && q.validUntil() == null;
      return "Unknown " + (!press ? "WindowUnknown" : none ? "OnlyAnnounced" : "?");
    }
    return "Pass";
  }

  /** Whether a decision is to begin more than a year after 2026-01-01, when all was stated. */
  private static boolean isFar(Provider.Qualification d, long today) {
    LocalDate stated = LocalDate.of(2026, 1, 1);
    return List.of("Suspended", "Withdrawn").contains(d.state())
        && d.validFrom() != null
        && today < d.validFrom().toEpochDay()
        && d.validFrom().isAfter(stated.plusYears(1))
        && (d.validUntil() == null || today <= d.validUntil().toEpochDay());
  }

  /** Whether a decision that holds today takes a qualification away that it does not precede. */
  private static boolean ends(Provider.Qualification d, Provider.Qualification q, long today) {
    if (!List.of("Suspended", "Withdrawn").contains(d.state())
        || d.validFrom() != null && today < d.validFrom().toEpochDay()
        || d.validUntil() != null && today > d.validUntil().toEpochDay()) {
      return false;
    }
    LocalDate since = d.validFrom() == null ? d.provenance().asOf() : d.validFrom();
    boolean anew = d.validUntil() == null && q.validFrom() != null && q.validFrom().isAfter(since);
    return !anew;
  }

  private Provider.Qualification qualification(long today) {
    return new Provider.Qualification(
        "SecNumCloud",
        "3.2",
        one("Qualified", "Qualified", "Qualified", "InEvaluation", "Suspended", "Withdrawn"),
        List.of("CaaS", "IaaS"),
        List.of(),
        near(today),
        near(today),
        near(today),
        Case.dated(one(Basis.RegulatorList, Basis.Press, Basis.Assumption), "2026-01-01"));
  }

  @Test
  void theAgeOfAFactIsCountedInDaysOfParis() {
    Map<String, Integer> seen = new TreeMap<>();
    for (int i = 0; i < SAMPLES; i++) {
      Case c = new Case();
      c.now = instant();
      long today = ParisDay.of(c.now);
      int most = one(1, 2, 30, 365, 366, 400, 36_500);
      int grace = one(0, 1, 7, 30);
      Map<String, LocalDate> dates = facts(c, today, most, grace);
      List<String> doubts = new ArrayList<>();
      List<String> inGrace = new ArrayList<>();
      String answer = "Pass";
      int kinds = 0;
      for (Map.Entry<String, LocalDate> e : dates.entrySet()) {
        String doubt = doubt(e.getValue(), today, most, grace);
        if (doubt.equals("in grace")) {
          inGrace.add(e.getKey());
        } else if (!doubt.isEmpty()) {
          doubts.add(e.getKey());
          kinds += answer.endsWith(doubt) ? 0 : 1;
          answer = "Unknown " + doubt;
        }
      }
      if (answer.equals("Pass") && !inGrace.isEmpty()) {
        answer = "Pass InGrace";
      }
      Object[] parameters = {"maxAgeDays", "" + most, "graceDays", "" + grace};
      Verdict verdict = c.verdict(new FactFreshness(), parameters);
      String is = c.ask(new FactFreshness(), parameters);
      String told = c.now + " " + most + "+" + grace + " " + dates + " " + verdict;
      if (kinds < 2) {
        assertEquals(answer, is, told);
      } else {
        assertTrue(is.startsWith("Unknown "), told);
      }
      doubts.forEach(name -> assertTrue(verdict.message().contains(name), told));
      assertEquals(
          doubts.isEmpty() && !inGrace.isEmpty(), verdict.message().startsWith("in grace: "), told);
      if (doubts.isEmpty() && !inGrace.isEmpty()) {
        dates
            .keySet()
            .forEach(n -> assertEquals(inGrace.contains(n), verdict.message().contains(n), told));
      }
      seen.merge(is, 1, Integer::sum);
    }
    assertEquals(
        "[Pass, Pass InGrace, Unknown AgeUnknown, Unknown DatedInFuture, Unknown TooOld]",
        seen.keySet().toString());
  }

  private static String doubt(LocalDate asOf, long today, int most, int grace) {
    if (asOf == null) {
      return "AgeUnknown";
    }
    long age = today - asOf.toEpochDay();
    if (age < 0) {
      return "DatedInFuture";
    }
    return age <= most ? "" : age <= most + grace ? "in grace" : "TooOld";
  }

  /** Most of today; one or two of a day at the edge of an age. Returns the day of each by name. */
  private Map<String, LocalDate> facts(Case c, long today, int most, int grace) {
    Map<String, LocalDate> dates = new LinkedHashMap<>();
    c.zoneEgress = null;
    for (String name :
        List.of("site of zone z", "location of zone z", "ownership of provider p", "legalEntity")) {
      dates.put(name, ParisDay.date(today));
    }
    for (int n = random.nextInt(3); n > 0; n--) {
      String name = one(dates.keySet().toArray(String[]::new));
      int age = one(-1, 0, 1, most - 1, most, most + 1, most + grace, most + grace + 1);
      dates.put(name, random.nextInt(12) == 0 ? null : ParisDay.date(today - age));
    }
    c.siteProvenance = since(dates.get("site of zone z"));
    c.locationProvenance = since(dates.get("location of zone z"));
    c.ownershipProvenance = since(dates.get("ownership of provider p"));
    c.legalEntity =
        new Provider.LegalEntity(
            "Example SAS", "FR", "FR", "FR", "FR", since(dates.get("legalEntity")));
    c.suppliers = List.of();
    c.operations = null;
    c.offerings = List.of();
    return dates;
  }

  private static Provenance since(LocalDate asOf) {
    return new Provenance(Basis.Contract, "test", asOf, null, null);
  }

  @Test
  void anAgreementHoldsFromTheDayOfItsSignature() {
    for (int i = 0; i < SAMPLES / 4; i++) {
      Case c = new Case();
      c.now = instant();
      long today = ParisDay.of(c.now);
      LocalDate signed = near(today);
      c.agreement(Case.agreement(signed == null ? null : signed.toString(), true));
      String is = c.ask(new AgreementStatesQualification());
      boolean holds = signed != null && signed.toEpochDay() <= today;
      assertEquals(holds, is.equals("Pass"), () -> c.now + " " + signed + " " + is);
    }
  }

  @Test
  void aHomologationIncludesItsFirstAndItsLastDay() {
    for (int i = 0; i < SAMPLES / 4; i++) {
      Case c = new Case();
      c.now = instant();
      long today = ParisDay.of(c.now);
      LocalDate from = near(today);
      LocalDate until = near(today);
      c.dataClasses = List.of("Health");
      c.homologations =
          List.of(new Zone.Homologation("H-1", List.of("Health"), from, until, Case.SIGNED));
      boolean out =
          from != null && today < from.toEpochDay() || until != null && today > until.toEpochDay();
      String should = out ? "Reject" : from == null || until == null ? "Unknown" : "Pass";
      String is = c.ask(new Homologation());
      assertEquals(should, is.split(" ")[0], () -> c.now + " " + from + " " + until + " " + is);
    }
  }

  /** Instants, not days: from is in it, to is not; the notice is hours, whatever the clocks do. */
  @Test
  void aMaintenanceIsAnnouncedForSoManyHoursOfTheClock() {
    for (int i = 0; i < SAMPLES / 4; i++) {
      Case c = new Case();
      c.now = instant();
      int notice = one(0, 1, 24, 48);
      long begins =
          c.now.getEpochSecond() + one(-7200, -1, 0, 1, 3600, notice * 3600 + one(-1, 0, 1));
      Instant from = Instant.ofEpochSecond(begins);
      Instant to = from.plusSeconds(one(1, 60, 7200));
      c.maintenance = List.of(new Zone.Maintenance(from, to, ZoneState.Drained));
      boolean during = !c.now.isBefore(from) && c.now.isBefore(to);
      boolean soon = c.now.isBefore(from) && !c.now.isBefore(from.minusSeconds(notice * 3600L));
      String should =
          during ? "Reject InMaintenance" : soon ? "Reject MaintenanceAnnounced" : "Pass";
      assertEquals(
          should,
          c.ask(new MaintenanceWindow(), "noticeHours", "" + notice),
          () -> c.now + " " + from + " " + to + " " + notice);
    }
  }

  @Test
  void theDayOfParisIsThatOfTheLaw() {
    for (String day : DAYS) {
      long number = LocalDate.parse(day).toEpochDay();
      Case c = new Case();
      c.offering(Case.qualification("Qualified", day, day));
      Map<Instant, String> answers = new LinkedHashMap<>();
      Instant first = ParisDay.start(number);
      Instant next = ParisDay.start(number + 1);
      answers.put(first.minusNanos(1), "Reject NotYetValid");
      answers.put(first, "Pass");
      answers.put(next.minusNanos(1), "Pass");
      answers.put(next, "Reject Expired");
      answers.forEach(
          (now, answer) -> {
            c.now = now;
            assertEquals(answer, c.ask(new QualifiedOffering()), now.toString());
          });
    }
  }

  /** Around a midnight of Paris, or somewhere in a day. */
  private Instant instant() {
    long day = LocalDate.parse(one(DAYS)).toEpochDay() + random.nextInt(3) - 1;
    Instant midnight = ParisDay.start(day);
    return switch (random.nextInt(6)) {
      case 0 -> midnight.minusNanos(1);
      case 1 -> midnight.minusSeconds(1);
      case 2 -> midnight;
      case 3 -> midnight.plusSeconds(1);
      case 4 -> midnight.plusSeconds(2 * 3600 + random.nextInt(2) - 1);
      default -> midnight.plusSeconds(random.nextInt(86_400));
    };
  }

  /** The day itself, one beside it, one far from it, or none. */
  private LocalDate near(long day) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> null;
      case 2 -> ParisDay.date(day - 1);
      case 3 -> ParisDay.date(day);
      case 4 -> ParisDay.date(day + 1);
      case 5 -> ParisDay.date(day - 365);
      case 6 -> ParisDay.date(day + 365);
      default -> ParisDay.date(day + random.nextInt(2000) - 1000);
    };
  }

  @SafeVarargs
  private <T> T one(T... of) {
    return of[random.nextInt(of.length)];
  }
}
