package cloud.bleu.placement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Provider.Holder;
import cloud.bleu.placement.ownership.Shareholding;
import cloud.bleu.placement.rule.OwnershipGraphs.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code ownership-thresholds} against a second implementation of 19.6.b, which was written from
 * the contract without knowledge of the first, over seeded charts ({@code -Dbleu.samples=N}).
 */
class OwnershipAgainstSpecificationTest {

  private static final int SAMPLES = Campaign.size("bleu.samples", 500);
  private static final OwnershipThresholds RULE = new OwnershipThresholds();
  private static final Fraction A_TRIFLE = Fraction.percent(new BigDecimal("1E-9"));

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"Complete", "WithDoubts"})
  void answersAreThoseOfTheSpecification(Kind kind) {
    Map<String, Integer> seen = new TreeMap<>();
    for (int seed = 0; seed < SAMPLES; seed++) {
      List<Holder> holders = new OwnershipGraphs(seed, kind).next();
      OwnershipBySpecification specification = new OwnershipBySpecification(holders);
      for (Fraction[] t : thresholds(specification, new Random(seed))) {
        String answer = specification.answer(t[0], t[1]);
        assertEquals(answer, ask(holders, t[0], t[1]), () -> told(holders, t));
        seen.merge(answer, 1, Integer::sum);
      }
    }
    for (String answer :
        List.of("Pass", "Reject IndividualShareTooHigh", "Reject CollectiveShareTooHigh")) {
      assertTrue(seen.getOrDefault(answer, 0) > SAMPLES / 10, seen.toString());
    }
    // In a complete chart too: of whom only the country of the controller is stated.
    assertTrue(seen.containsKey("Unknown OwnershipUnresolved"), seen.toString());
  }

  /**
   * In circles the rule may say Unknown of what algebra could tell, and never anything else. A
   * share that one has only by going round counts for all together.
   */
  @Test
  void circlesAreNeverPassedOrRefusedWrongly() {
    int settled = 0;
    for (int seed = 0; seed < SAMPLES; seed++) {
      List<Holder> holders = new OwnershipGraphs(seed, Kind.WithCircles).next();
      OwnershipBySpecification specification = new OwnershipBySpecification(holders);
      List<Fraction[]> thresholds = new ArrayList<>();
      thresholds.add(new Fraction[] {Fraction.of(24, 100), Fraction.of(39, 100)});
      thresholds.add(new Fraction[] {Fraction.of(1, 10), Fraction.of(9, 10)});
      for (Fraction[] t : thresholds) {
        String should = specification.answer(t[0], t[1]);
        String is = ask(holders, t[0], t[1]);
        if (!is.startsWith("Unknown")) {
          assertEquals(should.split(" ")[0], is.split(" ")[0], () -> told(holders, t));
          settled++;
        }
      }
    }
    assertTrue(settled > SAMPLES / 2, "settled: " + settled);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"Complete", "WithDoubts"})
  void figuresAreExactAndInterpretationsAreMarked(Kind kind) {
    int marked = 0;
    for (int seed = 0; seed < SAMPLES; seed++) {
      List<Holder> holders = new OwnershipGraphs(seed, kind).next();
      OwnershipBySpecification specification = new OwnershipBySpecification(holders);
      Case c = with(holders);
      Shareholding is = Shareholding.of(c.provider());
      String what = told(holders);
      assertFigures(specification.capital(), is.capital(), what);
      assertFigures(specification.votes(), is.votes(), what);
      Verdict verdict = c.verdict(RULE, "individualPercent", "100", "collectivePercent", "100");
      boolean interpreted = isInterpreted(specification.capital());
      assertEquals(
          interpreted || isInterpreted(specification.votes()),
          verdict.message().contains("interpretation"),
          () -> verdict + "\n" + what);
      marked += interpreted ? 1 : 0;
    }
    assertTrue(marked > SAMPLES / 50, "marked: " + marked);
  }

  private static boolean isInterpreted(OwnershipBySpecification.Shares shares) {
    return shares.all().above(shares.multiplied());
  }

  private static void assertFigures(
      OwnershipBySpecification.Shares should, Shareholding.Share is, String what) {
    assertEquals(should.all().inPercent().toPlainString(), is.nonEU().toPlainString(), what);
    assertEquals(should.one().inPercent().toPlainString(), is.largestNonEU().toPlainString(), what);
    assertEquals(
        should.multiplied().inPercent().toPlainString(), is.multiplied().toPlainString(), what);
    assertEquals(
        should.allAtMost().minus(should.all()).inPercent().toPlainString(),
        is.unresolved().toPlainString(),
        what);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void neitherOrderNorFormOfTheListMatters(Kind kind) {
    for (int seed = 0; seed < SAMPLES; seed++) {
      List<Holder> holders = new OwnershipGraphs(seed, kind).next();
      Verdict verdict = with(holders).verdict(RULE);
      OwnershipEdits edits = new OwnershipEdits(holders, seed);
      for (List<Holder> same : List.of(edits.shuffled(), edits.inHalves(), edits.rootRenamed())) {
        assertEquals(verdict, with(same).verdict(RULE), () -> told(holders) + told(same));
      }
    }
  }

  /** Between Pass and Unknown both may go either way: what goes outside may end a doubt. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatGoesInsideNeverBringsARefusalAndWhatGoesOutsideNeverLiftsOne(Kind kind) {
    for (int seed = 0; seed < SAMPLES; seed++) {
      List<Holder> holders = new OwnershipGraphs(seed, kind).next();
      OwnershipEdits edits = new OwnershipEdits(holders, seed);
      boolean refused = isRefused(holders);
      for (List<Holder> edited : refused ? edits.moreOutside() : edits.moreInside()) {
        assertEquals(refused, isRefused(edited), () -> told(holders) + told(edited));
      }
    }
  }

  /** Whatever a seat, a control or a holder turns out to be, a Pass and a Reject stand. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsLearntLaterContradictsNoAnswer(Kind kind) {
    int learnt = 0;
    for (int seed = 0; seed < SAMPLES; seed++) {
      List<Holder> holders = new OwnershipGraphs(seed, kind).next();
      String before = ask(holders);
      for (List<Holder> more : new OwnershipEdits(holders, seed).learnt()) {
        learnt++;
        String after = ask(more);
        boolean inDoubt = before.startsWith("Unknown");
        if (!inDoubt && !(kind == Kind.WithCircles && after.startsWith("Unknown"))) {
          assertEquals(before.split(" ")[0], after.split(" ")[0], () -> told(holders) + told(more));
        }
      }
    }
    assertTrue(kind == Kind.Complete || learnt > SAMPLES, "learnt: " + learnt);
  }

  @Test
  void everyCountryIsInsideOrOutside() {
    for (String code : Locale.getISOCountries()) {
      for (boolean seat : List.of(true, false)) {
        Case c =
            new Case()
                .holders(
                    Case.holder("H", "p", seat ? code : "FR", seat ? "FR" : code, "25", "25"),
                    Case.holder("A", "p", "FR", "FR", "75", "75"));
        assertEquals(
            OwnershipBySpecification.UNION.contains(code)
                ? "Pass"
                : "Reject IndividualShareTooHigh",
            c.ask(RULE),
            code);
      }
    }
  }

  /** Of two statements about one holder, that which is worse for the provider counts. */
  @Test
  void aHolderWithTwoSeatsIsOutsideIfOneIs() {
    Case c =
        new Case()
            .holders(
                Case.holder("H", "p", "FR", "FR", "15", "15"),
                Case.holder("H", "p", "CH", "FR", "10", "10"),
                Case.holder("A", "p", "FR", "FR", "75", "75"));
    assertEquals("Reject IndividualShareTooHigh", c.ask(RULE));
  }

  private static boolean isRefused(List<Holder> holders) {
    return ask(holders).startsWith("Reject");
  }

  /** Those of the text, some by chance, and those that are hit exactly or by a trifle. */
  private static List<Fraction[]> thresholds(OwnershipBySpecification s, Random random) {
    List<Fraction[]> all = new ArrayList<>();
    all.add(new Fraction[] {Fraction.of(24, 100), Fraction.of(39, 100)});
    all.add(
        new Fraction[] {
          Fraction.of(random.nextInt(101), 100), Fraction.of(random.nextInt(101), 100)
        });
    OwnershipBySpecification.Shares shares = random.nextBoolean() ? s.capital() : s.votes();
    List<Fraction[]> hit = new ArrayList<>();
    hit.add(new Fraction[] {shares.one(), Fraction.ONE});
    hit.add(new Fraction[] {Fraction.ONE, shares.all()});
    hit.add(new Fraction[] {least(shares.oneAtMost()), Fraction.ONE});
    hit.add(new Fraction[] {Fraction.ONE, shares.allAtMost()});
    all.addAll(hit);
    for (int i = 0; i < hit.size(); i++) {
      Fraction[] below = hit.get(i).clone();
      if (below[i % 2].above(A_TRIFLE)) {
        below[i % 2] = below[i % 2].minus(A_TRIFLE);
        all.add(below);
      }
    }
    return all;
  }

  private static Fraction least(Fraction f) {
    return f.above(Fraction.ONE) ? Fraction.ONE : f;
  }

  private static Case with(List<Holder> holders) {
    Case c = new Case();
    c.holders = holders;
    return c;
  }

  private static String ask(List<Holder> holders) {
    return with(holders).ask(RULE);
  }

  private static String ask(List<Holder> holders, Fraction individual, Fraction collective) {
    return with(holders)
        .ask(
            RULE,
            "individualPercent",
            individual.inPercent().toPlainString(),
            "collectivePercent",
            collective.inPercent().toPlainString());
  }

  private static String told(List<Holder> holders, Fraction... thresholds) {
    StringBuilder text = new StringBuilder(List.of(thresholds).toString());
    holders.forEach(h -> text.append("\n  ").append(h));
    return text.append('\n').toString();
  }
}
