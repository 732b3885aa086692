package cloud.bleu.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Reports;
import cloud.bleu.evidence.assessment.Assessment;
import cloud.bleu.layers.Campaign;
import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.report.page.EnglishSentences;
import cloud.bleu.report.page.Page;
import cloud.bleu.report.page.PageAssembly;
import cloud.bleu.report.page.PageInput;
import cloud.bleu.report.page.PageTree;
import cloud.bleu.report.page.PageZone;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of an estate as one file of HTML. */
class HtmlPageTest {
  private static final String HOSPITAL = Reports.ofExample("html", "hospital");
  private static final JsonNode MODEL = Reports.json(Reports.ofExample("json", "hospital"));
  private static final String HOSTILE =
      "\"'><img src=x onerror=alert(1)></style></script>&amp;${7*7}";

  private static final List<String> PAGES =
      List.of(
          HOSPITAL,
          Reports.ofExample("html", "hospital", "--lang", "fr", "--redact", "--marking", HOSTILE),
          Reports.ofExample("html", "ministry"),
          Reports.ofExample("html", "openb"),
          page(Estates.estate().build(), ""),
          page(hostile(), HOSTILE));

  private static final Map<String, Document> READ = new HashMap<>();

  /**
   * As a browser reads it, without an error on the way. Each page is read once: who changes one
   * changes a copy.
   */
  private static Document parsed(String html) {
    return READ.computeIfAbsent(
        html,
        page -> {
          Parser parser = Parser.htmlParser().setTrackErrors(100);
          Document document = Jsoup.parse(page, "", parser);
          assertEquals(List.of(), List.copyOf(parser.getErrors()));
          return document;
        });
  }

  private static String page(Estate estate, String marking) {
    return HtmlPage.of(model(estate, marking), new EnglishSentences(), List.of());
  }

  private static Page model(Estate estate, String marking) {
    PageInput input =
        new PageInput(
            estate,
            Planner.plan(estate).decisions(),
            PageInput.Recorded.NONE,
            id -> true,
            List.of(),
            Map.of(),
            List.of(),
            null,
            new Assessment(estate.now(), List.of(), new TreeMap<>()),
            false,
            marking);
    try {
      return PageAssembly.of(input, new EnglishSentences());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Names as nobody can create them: the page does not rely on that. */
  private static Estate hostile() {
    String longest = HOSTILE + "x".repeat(253 - HOSTILE.length());
    return Estates.estate()
        .zone(
            Estates.zone(longest)
                .site(HOSTILE)
                .region(HOSTILE)
                .provider(HOSTILE)
                .at(48.9, 2.3)
                .cpu(10),
            Estates.zone("z2" + HOSTILE).at(48.9, 2.4).cpu(10))
        .workload(
            Estates.workload(longest).replicas(2).tolerate(Scope.ZONE),
            Estates.workload("none" + HOSTILE).replicas(1).only("nowhere" + HOSTILE))
        .build();
  }

  private static List<String> pages() {
    return PAGES;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void itIsOneFileThatAsksNobodyAnything(String html) throws Exception {
    Document document = parsed(html);
    Set<String> ids = new HashSet<>();
    for (Element element : document.getAllElements()) {
      assertFalse(
          Set.of("link", "img", "iframe", "object", "embed", "base", "image", "use", "video")
              .contains(element.normalName()),
          element::outerHtml);
      for (Attribute attribute : element.attributes()) {
        String name = attribute.getKey();
        assertFalse(name.startsWith("on"), element::outerHtml);
        assertFalse(Set.of("style", "src", "srcset", "action", "xlink:href").contains(name), name);
        if (name.equals("href")) {
          assertTrue(attribute.getValue().startsWith("#"), attribute.getValue());
        }
      }
      if (!element.id().isEmpty()) {
        assertTrue(ids.add(element.id()), "twice: " + element.id());
      }
    }
    for (Element link : document.select("a[href]")) {
      assertTrue(ids.contains(link.attr("href").substring(1)), "leads nowhere: " + link);
    }
    String style = document.select("style").get(0).data();
    assertFalse(style.contains("url(") || style.contains("@import"), "a style that loads");
    assertEquals(
        "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(document.select("script").get(0).data())),
        document.select("meta[http-equiv=Content-Security-Policy]").attr("content"));
    assertEquals(1, document.select("style").size());
    assertEquals(1, document.select("script").size());
  }

  /** What is served asks its own server, and differs from the file in nothing else. */
  @Test
  void aServedPageFollowsItsOwnServer() throws Exception {
    Page page = model(Estates.estate().build(), "");
    Document live = parsed(HtmlPage.live(page, new EnglishSentences(), List.of())).clone();
    Document file = parsed(HtmlPage.of(page, new EnglishSentences(), List.of())).clone();
    String style = live.select("style").get(0).data();
    String script = live.select("script").get(0).data();
    assertTrue(script.startsWith(file.select("script").get(0).data()));
    assertEquals(
        "default-src 'none'; style-src '%s'; script-src '%s'; connect-src 'self'; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), hash(script)),
        live.select("meta[http-equiv=Content-Security-Policy]").attr("content"));
    assertEquals(PageTree.name(page, List.of()), live.body().attr("data-page"));
    assertTrue(live.select("#live[role=status][hidden]").hasText());
    assertFalse(file.body().hasAttr("data-page"));
    live.select("#live, script, meta[http-equiv]").remove();
    file.select("script, meta[http-equiv]").remove();
    live.body().removeAttr("data-page");
    assertEquals(file.text(), live.text());
    assertEquals(file.getAllElements().size(), live.getAllElements().size());
  }

  private static String hash(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void itCanBeReadWithoutEyesAndWithoutAMouse(String html) {
    Document document = parsed(html);
    assertFalse(document.select("html").attr("lang").isEmpty());
    assertFalse(document.title().isEmpty());
    assertEquals(1, document.select("h1").size());
    int level = 1;
    for (Element heading : document.select("h1, h2, h3, h4")) {
      int next = heading.normalName().charAt(1) - '0';
      assertTrue(next <= level + 1, "a level is left out before " + heading.text());
      level = next;
    }
    for (Element table : document.select("table")) {
      assertTrue(
          table.selectFirst("caption") != null || table.closest("[aria-labelledby]") != null);
      table.select("th").forEach(th -> assertFalse(th.attr("scope").isEmpty(), th::outerHtml));
      for (Element row : table.select("tbody tr")) {
        assertTrue(
            row.selectFirst("th") != null || row.selectFirst("td[colspan]") != null,
            row::outerHtml);
      }
    }
    for (Element link : document.select("svg a")) {
      assertFalse(link.select("title").text().isEmpty());
      assertFalse(link.select("text").text().isEmpty());
    }
    document
        .select("form select")
        .forEach(select -> assertNotNull(select.closest("label"), select::outerHtml));
  }

  /** What a name says is text wherever it stands. */
  @Test
  void namesWithMarkupAreText() {
    Document document = parsed(page(hostile(), HOSTILE));
    assertTrue(document.select("img").isEmpty());
    assertEquals(2, document.select("p.marking").size());
    assertEquals(HOSTILE, document.select("p.marking").get(0).text());
    String longest = HOSTILE + "x".repeat(253 - HOSTILE.length());
    assertTrue(
        document.select(".matrix tbody th").eachText().stream().anyMatch(t -> t.endsWith(longest)),
        "the whole name, not cut");
    assertFalse(document.text().contains("49"), "no expression is evaluated");
  }

  @Test
  void itSaysWhatTheModelSays() {
    Document document = parsed(HOSPITAL);
    assertEquals(MODEL.path("headline").path("placed").asText(), document.select(".lead").text());
    assertEquals(
        MODEL.path("workloads").findValuesAsText("name").stream().sorted().toList(),
        document.select(".matrix tbody th").eachText().stream()
            .map(t -> t.substring(t.indexOf('/') + 1))
            .sorted()
            .toList());
    assertEquals(
        texts(MODEL.path("zones"), "name"),
        document.select(".matrix thead th[data-provider]").eachText());
    for (JsonNode loss : MODEL.path("losses")) {
      assertNotNull(document.getElementById(loss.path("id").asText()));
    }
    for (JsonNode workload : MODEL.path("workloads")) {
      for (JsonNode finding : workload.path("findings")) {
        assertTrue(HOSPITAL.contains(finding.path("code").asText()));
        for (JsonNode fact : finding.path("facts")) {
          assertTrue(document.text().contains(fact.path("source").asText().strip()));
        }
      }
    }
    Element cell =
        document.select(".matrix td[title^=ct-az05: runs there with a warning (3)]").first();
    assertNotNull(cell);
    assertTrue(cell.attr("title").contains("SeatUnknown"), cell.attr("title"));
    assertTrue(document.text().contains(MODEL.path("closing").asText()));
  }

  /** Below 48rem a row becomes lines, and each cell says what its column says. */
  @ParameterizedTest
  @MethodSource("pages")
  void aCellThatStandsAloneNamesItsColumn(String html) {
    for (Element table : parsed(html).select("table.wide")) {
      List<String> heads = table.select("thead th").eachText();
      for (Element row : table.select("tbody tr")) {
        for (Element cell : row.select("td:not([colspan])")) {
          assertEquals(heads.get(cell.elementSiblingIndex()), cell.attr("data-label"));
        }
      }
    }
  }

  /** The style is checked again whenever anything changes: 133 searches of a page are felt. */
  @Test
  void whatIsLostIsFoundWithoutASearchOfThePage() {
    String style = parsed(HOSPITAL).select("style").get(0).data();
    assertTrue(style.contains("main:has(>section>.losses>#lose-ct-az05:target) :is(.z3) .cross"));
    assertFalse(style.contains(":has(#"), "a search of all below");
    assertFalse(style.contains(":has(:target"), "a search of all below");
    Document document = parsed(HOSPITAL);
    assertEquals("#lose-ct-az05", document.select("svg a.z3").attr("href"));
    assertEquals("ct-az05", document.select("th.z3 .name").text());
  }

  /** On every sheet of paper, whatever is in it. */
  @Test
  void theMarkingIsInTheMarginsOfPaper() {
    String style = parsed(page(hostile(), "A\"}</style><b>é")).select("style").get(0).data();
    assertTrue(
        style.contains("@top-center{content:\"A\\22 \\7d \\3c \\2f style\\3e \\3c b\\3e \\e9 \"}"),
        style.substring(style.indexOf("@page{")));
    assertFalse(parsed(HOSPITAL).select("style").get(0).data().contains("@top-center"));
  }

  @Test
  void whereNobodyAsksForAPlaceZonesAreOpen() {
    Estate estate = Estates.estate().zone(Estates.zone("here").at(45.7, 4.8)).build();
    assertEquals(PageZone.Use.Open, model(estate, "").zones().get(0).use());
  }

  /** Where there is not room for all names, those of zones in use are on the map. */
  @Test
  void whereSomethingRunsHasTheName() {
    EstateBuilder builder = Estates.estate();
    for (int z = 0; z < 40; z++) {
      builder.zone(
          Estates.zone("zone-" + z).at(44.5 + z / 10 * 0.6, 1 + z % 10 * 0.3).cpu(z == 39 ? 9 : 1));
    }
    builder.workload(Estates.workload("w").replicas(2).request("cpu", 4000));
    Document document = parsed(page(builder.build(), null));
    assertTrue(document.text().contains("Not named on the map"));
    assertEquals(1, document.select("svg a.z39").size());
  }

  @Test
  void aReasonSaysWhereTheWorkloadRuns() {
    assertTrue(
        parsed(HOSPITAL)
            .select("details")
            .text()
            .contains("Runs in: ct-az05 3, ct-az06 3, ct-az07 3."));
  }

  /** Ten of the hospital's thirteen zones lie around Paris. */
  @Test
  void everyZoneOfTheHospitalIsNamedOnAMapAndNoLabelCoversAnother() {
    Document document = parsed(HOSPITAL);
    assertEquals(2, document.select("figure > svg").size());
    Set<String> named = new TreeSet<>();
    document
        .select("figure > svg a text")
        .forEach(t -> named.add(t.textNodes().isEmpty() ? "" : t.textNodes().get(0).text()));
    assertEquals(new TreeSet<>(texts(MODEL.path("zones"), "name")), named);
    assertEquals(
        10, document.select("figure > svg").get(1).select("a").size(), "in the inset of Paris");
    for (Element svg : document.select("figure > svg")) {
      List<Box> boxes = new ArrayList<>();
      for (Element rect : svg.select("rect.box")) {
        Box box =
            new Box(
                number(rect, "x"),
                number(rect, "y"),
                number(rect, "width"),
                number(rect, "height"));
        boxes.forEach(other -> assertFalse(box.touches(other, 0), box + " covers " + other));
        boxes.add(box);
      }
      assertFalse(boxes.isEmpty());
    }
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.attr(attribute));
  }

  @Test
  void whatIsOnNoMapIsNamedBelow() {
    Estate estate =
        Estates.estate()
            .zone(Estates.zone("here").at(45.7, 4.8), Estates.zone("reunion").at(-21.1, 55.5))
            .zone(Estates.zone("nobody-knows").nowhere())
            .build();
    Document document = parsed(page(estate, null));
    assertEquals(1, document.select("figure").size(), "no inset without zones around Paris");
    assertTrue(document.text().contains("Not named on the map: nobody-knows reunion"));
    assertTrue(
        parsed(page(Estates.estate().zone(Estates.zone("z").nowhere()).build(), null))
            .select("figure")
            .isEmpty(),
        "no map without a zone on it");
    assertTrue(document.text().contains("No workload is asked for; 3 zones are known."));
    assertNull(document.selectFirst("form"));
  }

  @Test
  void redactedHasNoNameOfAWorkload() {
    String redacted = Reports.ofExample("html", "hospital", "--redact");
    for (String name : List.of("dossier", "sante", "codage", "communication", "site-public")) {
      assertFalse(redacted.contains(name), name);
    }
    assertTrue(redacted.contains("workload-6"));
    assertFalse(redacted.contains("github.com"), "no source of a fact");
  }

  @Test
  void frenchHasNoEnglishSentenceOfTheTemplates() {
    Document document = parsed(Reports.ofExample("html", "hospital", "--lang", "fr"));
    assertEquals("fr", document.select("html").attr("lang"));
    assertEquals(
        "Les 6 charges sont placées, avec tous leurs réplicas (43).",
        document.select(".lead").text());
    assertEquals("Où tourne chaque charge, et à quoi elle survit", document.select("h1").text());
    String text = document.select("main").text();
    for (String word : List.of("Workload", "replicas", "Everything", "Nothing", " held", "Why")) {
      assertFalse(text.contains(word), word);
    }
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    assertEquals(HOSPITAL, Reports.ofExample("html", "hospital"));
  }

  /**
   * By what is allocated, which no other process changes. Twice the zones and twice the workloads
   * are four times the cells, and twice the losses, of which each is about all workloads.
   */
  @Test
  void manyWorkloadsInManyZonesCostNoMoreThanTheirCellsAndLosses() {
    int zones = Campaign.isLong() ? 30 : 15;
    int workloads = Campaign.isLong() ? 250 : 100;
    long some = allocated(zones, workloads);
    long more = allocated(2 * zones, 2 * workloads);
    assertTrue(more < 9 * some, more + " bytes, and " + some + " for half of each");
  }

  /** Bytes for the page of so much, which has a cell for each workload in each zone. */
  private static long allocated(int zones, int workloads) {
    Estate estate = large(zones, workloads);
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadAllocatedBytes();
    String html = page(estate, null);
    long bytes = threads.getCurrentThreadAllocatedBytes() - begin;
    int cells = zones * workloads;
    assertEquals(cells, html.split("<td class=\"c-", -1).length - 1);
    // Each takes some hundred, and so does what the page says of each workload, zone and loss.
    assertTrue(html.length() < 600 * cells, html.length() + " characters");
    return bytes;
  }

  private static Estate large(int zones, int workloads) {
    EstateBuilder builder = Estates.estate();
    for (int z = 0; z < zones; z++) {
      builder.zone(
          Estates.zone("zone-" + z)
              .region("region-" + z / 5)
              .at(48.2 + z / 60.0, 1.6 + z % 10 / 6.0)
              .cpu(400));
    }
    for (int w = 0; w < workloads; w++) {
      builder.workload(
          Estates.workload("workload-" + w)
              .replicas(3 + w % 4)
              .request("cpu", 500 + 100L * (w % 20))
              .tolerate(Scope.ZONE, 1, Workload.Recover.Reserved, true)
              .spread(Scope.ZONE, 2, null, 2, true));
    }
    return builder.build();
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.path(field).asText()));
    return texts;
  }
}
