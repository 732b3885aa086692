package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.operator.evidence.WrittenNotes;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageSource;
import cloud.bleu.report.live.PageText;
import cloud.bleu.report.page.ChainInput;
import cloud.bleu.report.page.PageAccess;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of what passes have published, for readers with different rights. */
class EstatePagesTest {
  private static final String ESTATE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {offerings: [{name: all, layers: [CaaS], regions: [r]}]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: fr-a}
      spec:
        provider: acme
        offerings: [all]
        region: r
        site: s
        location: {country: FR}
        capacity: {cpu: 20, memory: 160Gi}
        target: {cluster: {kubeconfigSecretRef: {name: fr-a}}}
      ---
      """;

  private static String workload(String namespace, String name) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s, namespace: %s}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          layers: [CaaS]
          workload: {deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}]}}}}
        ---
        """
        .formatted(name, namespace);
  }

  private static final PageAccess SHOP =
      new PageAccess(new TreeSet<>(Set.of("shop")), new TreeSet<>(Set.of("shop")), false);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final SnapshotBoard board = new SnapshotBoard(id -> Map.of(), () -> {});
  private final LastRead lastRead = new LastRead();
  private long step = 1_000_000;
  private ChainInput.Recent recent;
  private final EstatePages pages =
      new EstatePages(
          board, lastRead, () -> recent, () -> "this pod stands by", () -> now.addAndGet(step));

  private void pass(String... workloads) {
    ApiObjects objects =
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"),
                    new ByteArrayInputStream(
                        (ESTATE + String.join("", workloads)).getBytes(StandardCharsets.UTF_8))))
            .objects();
    Translation translation =
        EstateTranslator.translate(objects, Instant.parse("2026-11-28T12:00:00Z"), Map.of());
    Map<WorkloadId, Decision> decisions = new HashMap<>();
    Planner.plan(translation.estate()).decisions().forEach(d -> decisions.put(d.id(), d));
    board.publish(
        new Snapshot(
            translation,
            new DecidedWorkloads(Map.of(), decisions, Map.of(), Map.of(), Map.of(), Map.of()),
            new TreeMap<>(),
            Map.of(),
            new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
            Map.of()));
    lastRead.keep(objects, null);
  }

  private PageSource source(PageAccess access, PageLanguage language) {
    return pages.of(new WantedPage(access, language));
  }

  private String text(PageAccess access, PageLanguage language) throws Exception {
    return PageText.of(source(access, language).read());
  }

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: abroad}
      spec:
        rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}]
        waivable: [place]
      ---
      """;

  private static String underPolicy(String namespace, String name) {
    return workload(namespace, name)
        .replace("  replicas: 1", "  policies: [abroad]\n  replicas: 1");
  }

  private static String waiver(String namespace, String workload) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyWaiver
        metadata: {name: late, namespace: %s, uid: w-1}
        spec:
          policyRef: abroad
          rule: place
          workloadRef: {name: %s}
          reason: it moves in January
          notBefore: "2026-11-01T00:00:00Z"
          expirationTime: "2026-12-20T00:00:00Z"
          requestedBy: anne
          approvedBy: bernard
        ---
        """
        .formatted(namespace, workload);
  }

  /** Entries from number 7 on, each as the operator writes it. */
  private static List<ChainLine> chain(List<ChainNote> notes) {
    List<ChainLine> lines = new ArrayList<>();
    for (ChainNote note : notes) {
      add(lines, Map.of("kind", note.kind(), "content", note.content()));
    }
    return lines;
  }

  private static void add(List<ChainLine> lines, Map<String, ?> says) {
    Map<String, Object> fields = new HashMap<>(says);
    fields.put("sequence", lines.size() + 7);
    fields.put("previous", lines.isEmpty() ? Chain.GENESIS : lines.get(lines.size() - 1).hash());
    fields.put("time", NOW.toString());
    lines.add(ChainLine.of(fields));
  }

  @Test
  void withoutAPassThereIsNoPage() {
    assertNull(pages.namespaces());
    PageSource.UnreadableException none =
        assertThrows(
            PageSource.UnreadableException.class,
            () -> source(PageAccess.WHOLE, PageLanguage.EN).read());
    assertEquals("this pod stands by", none.reason());
  }

  @Test
  void eachReaderHasTheirPartInTheirLanguage() throws Exception {
    pass(workload("shop", "web"), workload("payroll", "ledger"));
    assertEquals(Set.of("payroll", "shop"), pages.namespaces());
    String whole = text(PageAccess.WHOLE, PageLanguage.EN);
    assertTrue(whole.contains("All 2 workloads are placed"), whole);
    assertTrue(whole.contains("While nobody reports the loss"), whole);
    assertTrue(whole.contains("href=\"?lang=fr\" hreflang=\"fr\" lang=\"fr\""), whole);
    String french = text(PageAccess.WHOLE, PageLanguage.FR);
    assertTrue(french.contains("<html lang=\"fr\">"), french);
    assertTrue(french.contains("Tant que personne ne déclare la perte"), french);
    String shop = text(SHOP, PageLanguage.EN);
    assertTrue(shop.contains("The one workload is placed"), shop);
    for (String hidden : List.of("payroll", "ledger", "id=\"losses\"", "id=\"capacity\"")) {
      assertFalse(shop.contains(hidden), hidden);
    }
  }

  /** As in a report: what cannot be used is not simply missing, to whoever may list it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "*",
      textBlock =
          """
          *    | *       | true  | BleuWorkload payroll/ledger, BleuWorkload shop/web, SovereigntyPolicy abroad, SovereigntyWaiver shop/late
          *    | payroll | true  | BleuWorkload payroll/ledger, BleuWorkload shop/web, SovereigntyPolicy abroad
          *    | *       | false | BleuWorkload payroll/ledger, BleuWorkload shop/web, SovereigntyWaiver shop/late
          shop | shop    | false | BleuWorkload shop/web, SovereigntyWaiver shop/late
          shop | ''      | false | BleuWorkload shop/web
          ''   | *       | false | ''
          """)
  void whatIsLeftOutIsSaidToWhoMayListIt(
      String namespaces, String waivers, boolean facts, String told) throws Exception {
    PageAccess access = new PageAccess(set(namespaces), set(waivers), facts);
    pass(workload("shop", "api"));
    assertEquals("", leftOut(access));
    pass(
        workload("shop", "api"),
        workload("shop", "web").replace("cpu: 100m", "cpu: lots"),
        workload("payroll", "ledger").replace("cpu: 100m", "cpu: lots"),
        POLICY.replace("rule: data-location", "rule: data-locatoin"),
        waiver("shop", "api").replace("approvedBy: bernard", "approvedBy: anne"));
    assertEquals(told, leftOut(access));
  }

  private String leftOut(PageAccess access) throws Exception {
    return Jsoup.parse(text(access, PageLanguage.EN)).select("header #left-out li").stream()
        .map(line -> line.text().substring(0, line.text().indexOf(": ")))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** What of the chain each reader sees, of what passes recorded. */
  @ParameterizedTest(name = "{0}, waivers of {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "*",
      textBlock =
          """
          shop | *    | Violation shop/web, WaiverInForce shop/api, WaiverUsed shop/api, ViolationEnded shop/web, WaiverEnded shop/api, WaiverUseEnded shop/api
          shop | ''   | Violation shop/web, ViolationEnded shop/web
          *    | shop | Violation shop/web, Violation payroll/ledger, WaiverInForce shop/api, WaiverUsed shop/api, ViolationEnded shop/web, ViolationEnded payroll/ledger, WaiverEnded shop/api, WaiverUseEnded shop/api
          *    | *    | EnforcementRemoved, Violation shop/web, Violation payroll/ledger, WaiverInForce shop/api, WaiverUsed shop/api, ViolationEnded shop/web, ViolationEnded payroll/ledger, WaiverEnded shop/api, WaiverUseEnded shop/api
          """)
  void whatWasRecordedIsOfTheWorkloadsThatAreShown(String namespaces, String waivers, String seen)
      throws Exception {
    String[] workloads = {
      underPolicy("shop", "web"),
      underPolicy("shop", "api"),
      underPolicy("payroll", "ledger"),
      workload("payroll", "later")
    };
    pass(workloads);
    String all = ESTATE + String.join("", workloads);
    String free = all.replace("  policies: [abroad]\n", "");
    String later = waiver("payroll", "later").replace("2026-11-01", "2026-12-01");
    List<ChainNote> notes =
        new ArrayList<>(
            WrittenNotes.of(NOW, free, all + POLICY + waiver("shop", "api") + later, free));
    notes.add(
        ChainNote.of(
            EntryKinds.ENFORCEMENT_REMOVED,
            Map.of("policy", "abroad", "change", "the policy is gone")));
    recent = new ChainInput.Recent(chain(notes), 8, 7, List.of());
    Document page =
        Jsoup.parse(text(new PageAccess(set(namespaces), set(waivers), true), PageLanguage.EN));
    assertEquals(
        Arrays.stream(seen.split(", ")).sorted().toList(),
        page.select("section[aria-labelledby=decisions] tbody tr").stream()
            .map(
                row ->
                    (row.select("td").get(1).text() + " " + row.select("td").get(2).text()).strip())
            .sorted()
            .toList());
  }

  private static SortedSet<String> set(String names) {
    return names == null ? null : new TreeSet<>(names.isEmpty() ? Set.of() : Set.of(names));
  }

  /** Of zones that are not on the page nothing is said, whenever a workload was there. */
  @Test
  void aPastZoneIsShownToWhoMayListZones() throws Exception {
    pass(workload("shop", "web"));
    List<ChainLine> lines = new ArrayList<>();
    add(
        lines,
        Map.of(
            "workload",
            Map.of("namespace", "shop", "name", "web", "uid", "u-1"),
            "cause",
            "FirstPlacement",
            "assignments",
            List.of(
                Map.of("zone", "fr-a", "replicas", 1, "home", 1),
                Map.of("zone", "fr-secret", "replicas", 2, "home", 2))));
    recent = new ChainInput.Recent(lines, 7, 7, List.of());
    String whole = text(PageAccess.WHOLE, PageLanguage.EN);
    assertTrue(whole.contains("fr-a=1, fr-secret=2"), whole);
    String shop = text(SHOP, PageLanguage.EN);
    assertTrue(shop.contains("fr-a=1") && !shop.contains("fr-secret"), shop);
  }

  @Test
  void howTheChainStandsIsSaid() throws Exception {
    pass(workload("shop", "web"));
    assertFalse(text(PageAccess.WHOLE, PageLanguage.EN).contains("id=\"decisions\""));
    List<ChainLine> lines =
        chain(
            List.of(
                ChainNote.of(EntryKinds.GAP, Map.of("from", "a", "to", "b")),
                ChainNote.of(EntryKinds.GAP, Map.of("from", "b", "to", "c")),
                ChainNote.of(EntryKinds.GAP, Map.of("from", "c", "to", "d"))));
    recent = new ChainInput.Recent(lines, 8, 7, List.of());
    String whole = text(PageAccess.WHOLE, PageLanguage.EN);
    for (String shown :
        List.of(
            "The newest 3 entries of the operator that leads, 7 to 9: each names the hash",
            "On the disk up to entry 8, signed up to entry 7.",
            lines.get(0).hash())) {
      assertTrue(whole.contains(shown), shown);
    }
    String shop = text(SHOP, PageLanguage.EN);
    assertTrue(shop.contains("id=\"decisions\""), shop);
    assertFalse(shop.contains(lines.get(0).hash()), shop);

    recent =
        new ChainInput.Recent(List.of(lines.get(0), lines.get(2)), 8, 7, List.of("SigningFailing"));
    String broken = text(PageAccess.WHOLE, PageLanguage.EN);
    for (String shown :
        List.of(
            "The chain of decisions is not as it should be: 2 entries",
            "<code>EntryChanged 7</code>",
            "<code>SigningFailing</code>")) {
      assertTrue(broken.contains(shown), shown);
    }
  }

  /** After a restart: what was written before is not read again. */
  @Test
  void whoHasWrittenNothingYetSaysSo() throws Exception {
    pass(workload("shop", "web"));
    recent = new ChainInput.Recent(List.of(), 8, 7, List.of());
    String none = text(PageAccess.WHOLE, PageLanguage.EN);
    assertTrue(none.contains("has written no entry since it took over"), none);
    assertTrue(none.contains("On the disk up to entry 8, signed up to entry 7."), none);
    assertFalse(none.contains("newest 0"), none);
    recent = new ChainInput.Recent(List.of(), 8, 7, List.of("SigningFailing"));
    String failing = text(PageAccess.WHOLE, PageLanguage.EN);
    assertTrue(failing.contains("<p class=\"verdict bad\">The operator that leads has"), failing);
    assertTrue(failing.contains("<code>SigningFailing</code>"), failing);
  }

  /** A page is made anew only where it says something else. */
  @Test
  void aPageThatSaysTheSameStaysTheSame() throws Exception {
    pass(workload("shop", "web"));
    PageSource shop = source(SHOP, PageLanguage.EN);
    LivePage first = shop.read();
    pass(workload("shop", "web"));
    assertSame(first, shop.read());
    pass(workload("shop", "web"), workload("payroll", "ledger"));
    assertSame(first, shop.read(), "what is not shown changed");
    recent = new ChainInput.Recent(List.of(), 0, 0, List.of());
    LivePage chained = shop.read();
    assertNotSame(first, chained);
    assertNotEquals(first.name(), chained.name(), "which is how a browser knows of it");
    assertTrue(PageText.of(chained).contains("data-page=\"" + chained.name() + "\""));
    pass(workload("shop", "web"), workload("shop", "api"));
    assertTrue(PageText.of(shop.read()).contains("All 2 workloads"));
  }

  /** Losses are simulated once for all, and then for as long not again. */
  @Test
  void aSimulationRestsAsLongAsItTook() throws Exception {
    pass(workload("shop", "web"));
    PageSource english = source(PageAccess.WHOLE, PageLanguage.EN);
    LivePage first = english.read();
    step = 1;
    pass(workload("shop", "web"), workload("shop", "api"));
    assertSame(first, english.read(), "it rests");
    assertFalse(text(PageAccess.WHOLE, PageLanguage.FR).contains("api"), "for all readers");
    assertTrue(text(SHOP, PageLanguage.EN).contains("api"), "a page without losses does not wait");
    now.addAndGet(1_000_000);
    assertTrue(PageText.of(english.read()).contains("api"));
    pages.forget();
    assertTrue(PageText.of(english.read()).contains("api"));
  }
}
