package cloud.bleu.operator.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.evidence.chain.ChainLine;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

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
            decisions,
            Map.of(),
            Map.of(),
            Map.of(),
            new TreeMap<>(),
            Map.of(),
            Map.of(),
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

  private static List<ChainLine> chain(Map<String, ?>... contents) {
    List<ChainLine> lines = new ArrayList<>();
    String previous = Chain.GENESIS;
    for (Map<String, ?> content : contents) {
      Map<String, Object> fields = new HashMap<>();
      fields.put("sequence", lines.size() + 7);
      fields.put("previous", previous);
      fields.put("kind", "Violation");
      fields.put("content", content);
      fields.put("time", "2026-11-28T12:00:00Z");
      ChainLine line = ChainLine.of(fields);
      lines.add(line);
      previous = line.hash();
    }
    return lines;
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

  /** Of decisions each reader sees those on workloads that they may list, and their state. */
  @Test
  @SuppressWarnings("unchecked")
  void decisionsAsTheyCameAreOfTheWorkloadsThatAreShown() throws Exception {
    pass(workload("shop", "web"), workload("payroll", "ledger"));
    assertFalse(text(PageAccess.WHOLE, PageLanguage.EN).contains("id=\"decisions\""));
    List<ChainLine> lines =
        chain(
            Map.of("namespace", "shop", "workload", "web"),
            Map.of("namespace", "payroll", "workload", "ledger"),
            Map.of("name", "policy-of-all"));
    recent = new ChainInput.Recent(lines, 8, 7, List.of());
    String whole = text(PageAccess.WHOLE, PageLanguage.EN);
    for (String shown :
        List.of(
            "The newest 3 entries of the operator that leads, 7 to 9: each names the hash",
            "On the disk up to entry 8, signed up to entry 7.",
            "shop/web",
            "payroll/ledger",
            "policy-of-all")) {
      assertTrue(whole.contains(shown), shown);
    }
    String shop = text(SHOP, PageLanguage.EN);
    assertTrue(shop.contains("id=\"decisions\""), shop);
    assertTrue(shop.contains(lines.get(0).hash()), shop);
    for (String hidden : List.of("payroll", "ledger", "policy-of-all", lines.get(1).hash())) {
      assertFalse(shop.contains(hidden), hidden);
    }

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
    assertNotSame(first, shop.read());
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
