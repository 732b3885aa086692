package cloud.bleu.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.html.HtmlPage;
import cloud.bleu.report.page.PageInput.StandingWaiver;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page says to one reader, and what it does not. */
class PageReaderTest {
  private static final Set<String> NAMESPACES = Set.of("clinic", "payroll", "default");

  /** The one has the room that the other lacks, and the other asks to be near it. */
  private static Estate estate() {
    return Estates.estate()
        .zone(Estates.zone("fr-a").site("a").at(48.9, 2.3).cpu(4), Estates.zone("fr-b").cpu(4))
        .workload(
            Estates.workload("web").namespace("clinic").replicas(2).tolerate(Scope.ZONE),
            Estates.workload("near")
                .namespace("clinic")
                .replicas(1)
                .affinity("payroll/ledger", Scope.ZONE, true),
            Estates.workload("big").namespace("clinic").replicas(9),
            Estates.workload("ledger").namespace("payroll").replicas(4).priority(10))
        .build();
  }

  private static final Estate ESTATE = estate();
  private static final List<Decision> DECISIONS = Planner.plan(ESTATE).decisions();
  private static final SimulatedLosses LOSSES = SimulatedLosses.of(ESTATE, DECISIONS, Map.of());

  private static StandingWaiver waiver(String namespace, String workload, String message) {
    return new StandingWaiver(
        namespace,
        new WorkloadId(namespace, workload),
        new PageWaiver(
            "waiver-of-" + namespace,
            "",
            "location",
            "france",
            List.of(),
            "",
            "2030-01-01T00:00:00Z",
            "InForce",
            "Same",
            message));
  }

  private static Page page(PageAccess access, Supplier<SimulatedLosses> losses) {
    PageInput input =
        new PageInput(
            ESTATE,
            DECISIONS,
            PageInput.Recorded.NONE,
            id -> access.shows(id.namespace()),
            List.of(
                waiver("clinic", "web", "asked for after what payroll had"),
                waiver("payroll", "ledger", "granted")),
            Map.of(),
            List.of(
                new DrillProof(
                    "first-zone", "zone fr-a", null, null, null, null, List.of(), null, false, "")),
            null,
            new Assessment(ESTATE.now(), List.of(), new TreeMap<>()),
            false,
            null,
            new PageReader(access, NAMESPACES));
    try {
      return PageAssembly.of(input, losses, new EnglishSentences());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that is sent to a reader, in small letters. */
  private static String whole(Page page) {
    return (PageTree.of(page) + HtmlPage.live(page, new EnglishSentences(), List.of()))
        .toLowerCase(Locale.ROOT);
  }

  private static PageAccess of(String namespace, boolean facts) {
    return new PageAccess(
        new TreeSet<>(Set.of(namespace)), new TreeSet<>(Set.of(namespace)), facts);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void nothingNamesWhatIsInAnotherNamespace(boolean facts) {
    String everything = whole(page(PageAccess.WHOLE, () -> LOSSES));
    for (String name : List.of("payroll", "ledger", "clinic", "web", "near")) {
      assertTrue(everything.contains(name), name);
    }
    String clinic = whole(page(of("clinic", facts), () -> LOSSES));
    assertFalse(clinic.contains("payroll"), "its namespace");
    assertFalse(clinic.contains("ledger"), "its workload");
    assertTrue(clinic.contains("clinic/<wbr>web") && clinic.contains("waiver-of-clinic"), clinic);
    assertTrue(clinic.contains("you may list the workloads of these namespaces: clinic."), clinic);
    String payroll = whole(page(of("payroll", facts), () -> LOSSES));
    for (String name : List.of("clinic", "near", "waiver-of-clinic", ">web", "=web")) {
      assertFalse(payroll.contains(name), name);
    }
    assertTrue(payroll.contains("payroll/<wbr>ledger"), payroll);
  }

  @ParameterizedTest
  @CsvSource({"ask Payroll first,''", "PAYROLL/x,''", "payrolls,payrolls", "ask clinic,ask clinic"})
  void aNameIsFoundInAnyCase(String text, String shown) {
    PageReader reader = new PageReader(of("clinic", true), Set.of("clinic", "payroll"));
    assertEquals(shown, reader.shown(text));
  }

  /** What is left out of a sentence is not left out of the answer: the code stays. */
  @Test
  void theCodeOfAReasonStaysWithoutItsSentence() {
    PageWorkload whole = near(page(PageAccess.WHOLE, () -> LOSSES));
    PageWorkload some = near(page(of("clinic", true), () -> LOSSES));
    assertTrue(whole.reason().message().contains("payroll/ledger"), whole.reason().message());
    assertEquals(new PageWorkload.Reason(whole.reason().code(), ""), some.reason());
  }

  private static PageWorkload near(Page page) {
    return page.workloads().stream().filter(w -> w.name().equals("near")).findFirst().orElseThrow();
  }

  @Test
  void whoMayNotListFactsSeesWhereTheirWorkloadsRunAndNoMore() {
    Page page =
        page(
            of("payroll", false),
            () -> {
              throw new AssertionError("no loss is simulated for who may not see it");
            });
    assertEquals(List.of(), page.losses());
    assertEquals(List.of(), page.dates());
    assertEquals(List.of(), page.drills());
    for (PageZone zone : page.zones()) {
      assertTrue(zone.replicas() > 0, zone.name());
      assertEquals("", zone.provider() + zone.title() + zone.region() + zone.site());
      assertEquals(List.of(), zone.capacity());
      assertNull(zone.latitude());
      assertNull(zone.worstLoss());
    }
    assertTrue(page.workloads().stream().allMatch(w -> w.findings().isEmpty()));
    String html = HtmlPage.live(page, new EnglishSentences(), List.of());
    for (String id : List.of("map", "losses", "dates", "capacity", "drills")) {
      assertFalse(html.contains("id=\"" + id + "\""), id);
    }
    assertTrue(html.contains("bleu-facts-reader"), html);
  }

  @Test
  void waiversShowWhereTheyMayBeListed() {
    PageAccess access = new PageAccess(null, new TreeSet<>(Set.of("payroll")), true);
    Page page = page(access, () -> LOSSES);
    assertEquals(
        List.of("waiver-of-payroll"), page.waivers().stream().map(PageWaiver::name).toList());
    assertTrue(
        HtmlPage.live(page, new EnglishSentences(), List.of()).contains("you may not list them"),
        "it says that some are left out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Ingress web of namespace payroll  | ''
          payroll/ledger has the room       | ''
          http://ledger.payroll.svc:80/     | ''
          (payroll)                         | ''
          Ingress web of namespace clinic   | Ingress web of namespace clinic
          payrolls-of-2025 are elsewhere    | payrolls-of-2025 are elsewhere
          my-payroll is another one         | my-payroll is another one
          """)
  void aSentenceWithAHiddenNameIsLeftOut(String said, String shown) {
    assertEquals(shown, new PageReader(of("clinic", true), NAMESPACES).shown(said));
    assertEquals(said, new PageReader(PageAccess.WHOLE, NAMESPACES).shown(said));
  }

  @Test
  void whatIsLeftOutNamesNoHiddenNamespace() {
    List<LeftOutObject> all =
        List.of(
            new LeftOutObject("BleuWorkload", "clinic", "web", "spec", "needs ledger of payroll"),
            new LeftOutObject("BleuWorkload", "clinic", "api", "spec", "has no class"),
            new LeftOutObject("BleuWorkload", "payroll", "ledger", "spec", "has no class"));
    assertEquals(
        List.of("", "has no class"),
        new PageReader(of("clinic", true), NAMESPACES)
            .shown(all).stream().map(LeftOutObject::message).toList());
    assertEquals(all, new PageReader(PageAccess.WHOLE, NAMESPACES).shown(all));
  }

  @Test
  void readersOfOneEstateShareItsLosses() throws IOException {
    PageInput input =
        new PageInput(
            ESTATE,
            DECISIONS,
            PageInput.Recorded.NONE,
            id -> true,
            List.of(),
            Map.of(),
            List.of(),
            null,
            new Assessment(ESTATE.now(), List.of(), new TreeMap<>()),
            false,
            null);
    assertEquals(
        PageTree.of(PageAssembly.of(input, new EnglishSentences())),
        PageTree.of(PageAssembly.of(input, () -> LOSSES, new EnglishSentences())));
  }
}
