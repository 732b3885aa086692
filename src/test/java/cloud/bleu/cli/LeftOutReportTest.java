package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.Language;
import cloud.bleu.cli.page.EstatePage;
import cloud.bleu.cli.page.LiveEstate;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.report.live.LivePage;
import cloud.bleu.report.live.PageText;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever gets a report and nothing else reads in it which objects it is without, and why. */
@Tag("wiring")
class LeftOutReportTest {

  private static final String TORN = "BleuWorkload others/torn";

  private static final String TORN_SPEC =
      "placement: {weights: [{zone: north, weight: 1}]}\n"
          + "resilience: {spread: [{over: Zone, min: 1}]}";

  @TempDir private static Path directory;
  private static ManifestCluster cluster;

  /** One that cannot be used as written, and one with a name that leads nowhere, which is used. */
  @BeforeAll
  static void start() throws IOException {
    cluster = ManifestCluster.start(directory);
    cluster.create(
        PlanCommandTest.ESTATE
            + """
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: others}
            ---
            """
            + PlanCommandTest.workload("web", 2, "residency: {zones: {deny: [gone]}}")
            + PlanCommandTest.workload("torn", 1, TORN_SPEC)
                .replace("namespace: shop", "namespace: others"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String report(int code, String arguments) {
    Typed typed = cluster.bleu("report " + arguments);
    assertEquals(code, typed.code(), typed.err());
    return typed.out();
  }

  /** As standard error says it. */
  private static String message() {
    JsonNode error =
        StreamSupport.stream(
                Reports.json(report(ExitCode.LEFT_OUT, "-o json")).path("errors").spliterator(),
                false)
            .filter(e -> e.path("blocking").asBoolean())
            .findFirst()
            .orElseThrow();
    return error.path("message").asText();
  }

  @Test
  void theTableHasARecordForEach() {
    List<Map<String, String>> records =
        Reports.csv(report(ExitCode.LEFT_OUT, "-o csv")).stream()
            .filter(r -> r.get("use").equals("Input"))
            .toList();
    assertEquals(1, records.size(), records::toString);
    Map<String, String> record = records.get(0);
    assertEquals("LeftOut", record.get("state"));
    assertEquals(TORN, record.get("source"));
    assertEquals("others", record.get("namespace"));
    assertEquals("torn", record.get("workload"));
    assertEquals(message(), record.get("message"));
    assertFalse(record.get("at").isEmpty() || record.get("closing").isEmpty(), record::toString);
    assertFalse(report(ExitCode.OK, "-o csv -n shop").contains("LeftOut"));
    String redacted = report(ExitCode.LEFT_OUT, "-o csv --redact");
    assertTrue(redacted.contains("LeftOut"), redacted);
    assertFalse(redacted.contains("torn") || redacted.contains("others"), redacted);
    assertFalse(redacted.contains(message()), redacted);
  }

  @Test
  void assessmentResultsHaveAnObservationForEachAndStayValid() {
    String text = report(ExitCode.LEFT_OUT, "-o oscal");
    valid(OscalDocumentsTest.RESULTS, text);
    JsonNode result = Reports.json(text).at("/assessment-results/results/0");
    List<JsonNode> found =
        StreamSupport.stream(result.path("observations").spliterator(), false)
            .filter(o -> o.path("title").asText().equals(TORN + " is left out"))
            .toList();
    assertEquals(1, found.size(), text);
    assertEquals("LeftOut", Reports.prop(found.get(0), "state"));
    assertEquals("EXAMINE", found.get(0).at("/methods/0").asText());
    assertTrue(
        plain(found.get(0).path("description")).contains(message()), found.get(0).toString());
    assertTrue(
        plain(result.path("remarks")).startsWith("1 object in error is left out: " + TORN + ". "),
        result.path("remarks").asText());
    assertFalse(report(ExitCode.OK, "-o oscal -n shop").contains("left out"));
    String redacted = report(ExitCode.LEFT_OUT, "-o oscal --redact");
    valid(OscalDocumentsTest.RESULTS, redacted);
    assertTrue(redacted.contains("\"BleuWorkload object-1 is left out\""), redacted);
    assertFalse(redacted.contains("torn") || redacted.contains("others"), redacted);
  }

  /** Without the escapes of Markdown. */
  private static String plain(JsonNode text) {
    return text.asText().replace("\\", "");
  }

  @Test
  void thePageSaysItAtItsHead() {
    Element notice = notice(report(ExitCode.LEFT_OUT, "-o html"));
    assertTrue(notice.text().contains("1 object in error is left out"), notice::text);
    assertTrue(notice.text().contains(TORN), notice::text);
    assertTrue(notice.text().contains(message()), notice::text);
    Element french = notice(report(ExitCode.LEFT_OUT, "-o html --lang fr"));
    assertTrue(french.text().contains("1 objet en erreur"), french::text);
    assertEquals("en", french.select("li [lang]").attr("lang"));
    assertEquals(null, notice(report(ExitCode.OK, "-o html -n shop")));
    String redacted = report(ExitCode.LEFT_OUT, "-o html --redact");
    assertTrue(notice(redacted).text().endsWith("BleuWorkload object-1"), redacted);
    assertFalse(redacted.contains("torn") || redacted.contains("others"), redacted);
  }

  @Test
  void thePageInABrowserSaysItToo() throws Exception {
    LiveEstate live = live(cluster, null, false);
    LivePage torn = live.read();
    Element notice = notice(PageText.of(torn));
    assertTrue(notice.text().contains("1 object in error is left out"), notice::text);
    assertTrue(notice.text().contains(TORN + ": "), notice::text);
    assertTrue(notice.text().contains(message()), notice::text);
    assertEquals(torn.name(), Jsoup.parse(PageText.of(torn)).body().attr("data-page"));
    assertSame(torn, live.read());
    assertEquals(null, notice(PageText.of(live(cluster, "shop", false).read())));
    String redacted = PageText.of(live(cluster, null, true).read());
    assertTrue(notice(redacted).text().endsWith("BleuWorkload object-1"), redacted);
    assertFalse(redacted.contains("torn") || redacted.contains("others"), redacted);
  }

  @Test
  void theBrowserLearnsThatAnObjectFellIntoErrorAndThatItIsCorrected(@TempDir Path other)
      throws Exception {
    try (ManifestCluster own = ManifestCluster.start(other)) {
      own.create(PlanCommandTest.ESTATE + PlanCommandTest.workload("web", 2, ""));
      LiveEstate live = live(own, null, false);
      LivePage whole = live.read();
      assertEquals(null, notice(PageText.of(whole)));
      own.create(PlanCommandTest.workload("torn", 1, TORN_SPEC));
      LivePage without = live.read();
      assertTrue(notice(PageText.of(without)).text().contains("BleuWorkload shop/torn: "));
      assertNotEquals(whole.name(), without.name());
      own.create(PlanCommandTest.workload("torn", 1, ""));
      assertEquals(null, notice(PageText.of(live.read())));
    }
  }

  private static LiveEstate live(ManifestCluster from, String namespace, boolean redact) {
    InputOptions input = new InputOptions();
    input.kubeconfig = from.kubeconfig();
    return new LiveEstate(
        input,
        new EstatePage(Language.EN, namespace, null, redact, null),
        new IOStreams(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            InputStream.nullInputStream(),
            Clock.systemUTC()));
  }

  private static Element notice(String html) {
    return Jsoup.parse(html).selectFirst("header #left-out");
  }

  /** Also with errors in it, which files never have: they are refused as a whole. */
  @Test
  void theSchemaOfThePageSaysWhatAnErrorIs() {
    for (String more : List.of("", " --redact", " -n others")) {
      String page = report(ExitCode.LEFT_OUT, "-o json" + more);
      assertFalse(Reports.json(page).path("errors").isEmpty(), page);
      valid(PageReportTest.SCHEMA, page);
    }
  }

  private static void valid(Schema schema, String text) {
    assertEquals(
        List.of(), schema.validate(text, InputFormat.JSON).stream().map(Object::toString).toList());
  }
}
