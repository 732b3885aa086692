package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** {@code bleu assess}, as a person or a run of CI types it. */
class AssessCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String SHOP =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: settings, namespace: shop}
      data:
        vault: https://hop.vault.azure.net/
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop}
      spec:
        replicas: 1
        template:
          metadata: {labels: {app: web}}
          spec:
            nodeSelector: {kubernetes.io/arch: arm64}
            serviceAccountName: web
            containers:
            - name: web
              image: example.fr/web@sha256:0123456789012345678901234567890123456789012345678901234567890123
              readinessProbe: {tcpSocket: {port: 80}}
              resources: {requests: {cpu: 1, memory: 1Gi}}
              envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: db}}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: web, namespace: shop}
      spec: {type: LoadBalancer, selector: {app: web}}
      """;

  private static JsonNode json(String input, String... arguments) throws Exception {
    List<String> typed = new ArrayList<>(List.of("assess", "-f", "-", "-o", "json"));
    typed.addAll(List.of(arguments));
    return JSON.readTree(Typed.withInput(input, typed.toArray(String[]::new)).out());
  }

  @Test
  void aWorkloadIsAnsweredWithWhatItNamesAndWhatLeadsToIt() throws Exception {
    JsonNode workload = json(SHOP).path("workloads").path(0);
    assertEquals("Deployment shop/web", workload.path("workload").asText());
    assertEquals(7, workload.path("line").asInt());
    assertEquals("Change", workload.path("answer").asText());
    assertEquals(1, workload.path("change").asInt());
    assertEquals(
        "[\"ConfigMap shop/settings\",\"Service shop/web\"]", workload.path("through").toString());
    assertEquals(
        "[\"Secret shop/db\",\"ServiceAccount shop/web\"]", workload.path("notSeen").toString());
  }

  @Test
  void aFindingHasItsPlaceItsCounterpartAndItsSource() throws Exception {
    JsonNode finding = json(SHOP).path("findings").path(0);
    assertEquals("PublicEndpoint", finding.path("code").asText());
    assertEquals(5, finding.path("line").asInt());
    assertEquals("data.vault", finding.path("path").asText());
    assertEquals("hop.vault.sovcloud-api.fr", finding.path("changeTo").asText());
    assertEquals("Code", finding.path("basis").asText());
    assertTrue(finding.path("source").asText().contains("[CLI]"), finding.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "bleu, blocks, 0",
    "bleu, change, 2",
    "bleu, look, 2",
    "bleu, never, 0",
    "s3ns, blocks, 2",
    "s3ns, never, 0"
  })
  void theExitCodeSaysHowBadItIs(String target, String level, int code) {
    assertEquals(
        code,
        Typed.withInput(SHOP, "assess", "-f", "-", "--target", target, "--fail-on", level).code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          assess --kubeconfig nowhere    | nowhere: cannot be read; check the path and its permissions
          assess -n a -A                 | -n and -A exclude each other; give one of them
          assess -f - --context c        | -f and --context or --kubeconfig exclude each other; give one of them
          assess -n Shop                 | no name of a namespace: "Shop"; accepted: at most 63 lower-case letters, digits and dashes
          assess -l app= --kubeconfig nowhere | nowhere: cannot be read
          assess -l app==a,b --kubeconfig nowhere | nowhere: cannot be read
          assess -l a/b!=c,!d,x --kubeconfig nowhere | nowhere: cannot be read
          assess -l =web                 | no labels: "=web"; accepted: as kubectl takes them, such as app=web,tier!=db
          assess -l app=web;x            | no labels: "app=web;x"; accepted: as kubectl takes them
          assess -l a=b,                 | no labels: "a=b,"; accepted: as kubectl takes them
          assess -f - --release web      | -f and --release exclude each other; give one of them
          assess -f - -l app=web         | -l is for a cluster; leave it out, or leave -f out
          assess --release web -A        | --release is of one namespace and whole; leave -A and -l out
          assess --release web -l a=b    | --release is of one namespace and whole; leave -A and -l out
          assess --release Web_1         | no name of a Helm release: "Web_1"; accepted: at most 53 lower-case letters
          assess -f - --lang fr          | --lang and --marking are for -o html; leave them out
          assess -f - --graph -o html    | --graph has no -o html
          assess -f - --target blue      | there is no target "blue"; did you mean bleu?
          assess -f - -o xml             | "xml" is not known; accepted: table, wide, name, json, yaml, sarif, junit, markdown, dot, mermaid, html
          assess -f - --fail-on often    | "often" is not known; accepted: blocks, change, look, never
          assess -f - --baseline nowhere | nowhere: no such file
          assess -f - --exceptions none  | none: no such file
          assess -f pom.xml --baseline pom.xml | pom.xml: not an assessment; give what `bleu assess -o json` printed
          assess --list -o sarif         | --list has no -o sarif
          assess -f nowhere              | nowhere: no such file or directory
          """)
  void misuseSaysWhatToDo(String arguments, String message) {
    Typed typed = Typed.withInput(SHOP, arguments.split(" "));
    assertEquals(1, typed.code(), typed.err());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains(message), typed.err());
  }

  @Test
  void aProviderOfTheInputCanBeTheTarget() throws Exception {
    String provider =
        """
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: outscale}
        spec: {}
        """;
    JsonNode tree = json(SHOP + provider, "--target", "outscale");
    assertEquals("outscale", tree.path("assessment").path("target").asText());
    assertEquals(
        "no public counterpart known as of 2026-11-27",
        tree.path("findings").path(0).path("changeTo").asText());
  }

  /** Text, the exit code, how many objects are answered all the same, and what is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: {{ .Values.kind }}            | 3 | 1 | a Helm template that is not rendered
          'a: {{ include "x" . }}'            | 3 | 1 | a Helm template that is not rendered
          'a: [1, 2'                          | 3 | 1 | malformed YAML
          'a: &x [*x]'                        | 3 | 1 | the anchor contains itself
          '{"kind": "A", "kind": "B"}'        | 3 | 1 | the key is given twice
          'a: 1'                              | 0 | 1 | note: in.yaml:1: document 1: apiVersion is missing
          'apiVersion: v2'                    | 0 | 1 | note: in.yaml:1: document 1: kind is missing
          '{apiVersion: v1, kind: Pod}'       | 0 | 1 | Pod without a name
          '[1, 2]'                            | 0 | 1 | not an object
          '{apiVersion: a.b/v1, kind: Zoo, metadata: {name: x}}'        | 0 | 2 |
          '{apiVersion: v1, kind: Pod, metadata: {generateName: x-}, spec: {containers: []}}' | 0 | 2 |
          '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}}, {apiVersion: v1, kind: Pod, metadata: {name: b}}]}' | 0 | 3 |
          '{apiVersion: v1, kind: PodList, items: [{metadata: {name: a}}]}' | 0 | 2 |
          """)
  void whatCannotBeReadIsToldAndTheRestIsAnswered(
      String text, int code, int objects, String told, @TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("good.yaml"), SHOP.substring(0, SHOP.indexOf("---")));
    Files.writeString(directory.resolve("in.yaml"), text);
    Typed typed = Typed.bleu("assess", "-f", directory.toString(), "-o", "json");
    assertEquals(code, typed.code(), typed.err());
    assertEquals(objects, JSON.readTree(typed.out()).path("assessment").path("objects").asInt());
    String err = typed.err().replace(directory + "/", "");
    assertTrue(told == null ? err.isEmpty() : err.contains(told), err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "ISO-8859-1"})
  void otherEncodingsAreTold(String encoding, @TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("good.yaml"), SHOP);
    Files.write(
        directory.resolve("bad.yaml"), "a: \u00e9t\u00e9".getBytes(Charset.forName(encoding)));
    Typed typed = Typed.bleu("assess", "-f", directory.toString());
    assertEquals(3, typed.code());
    assertTrue(typed.err().contains("UTF-"), typed.err());
    assertTrue(typed.out().contains("hop.vault.azure.net"), typed.out());
  }

  @Test
  void oneBrokenFileAmongAThousandIsNamed(@TempDir Path directory) throws Exception {
    for (int i = 0; i < 1000; i++) {
      Files.writeString(
          directory.resolve(i + ".yaml"),
          i == 500
              ? "a: [\n"
              : "{apiVersion: v1, kind: ConfigMap, metadata: {name: c" + i + "}, data: {a: b}}\n");
    }
    Typed typed = Typed.bleu("assess", "-f", directory.toString());
    assertEquals(3, typed.code());
    assertEquals(1, typed.err().lines().count());
    assertTrue(typed.err().contains("500.yaml:"), typed.err());
    assertTrue(typed.out().contains("999 objects"), typed.out());
  }

  @Test
  void aFileThatIsTooLargeIsBounded(@TempDir Path directory) throws Exception {
    Path large = directory.resolve("large.yaml");
    try (var out = Files.newOutputStream(large)) {
      byte[] line = ("# " + "x".repeat(1021) + "\n").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 33 * 1024; i++) {
        out.write(line);
      }
    }
    Typed typed = Typed.bleu("assess", "-f", large.toString());
    assertEquals(1, typed.code());
    assertTrue(typed.err().contains("larger than 32 MiB"), typed.err());
  }

  @Test
  void kindsThatNobodyKnowsAreCountedAndNamed() throws Exception {
    String zoo = "\n---\n{apiVersion: zoo.example/v1, kind: Lion, metadata: {name: a}}";
    JsonNode tree = json(SHOP + zoo + zoo.replace("name: a", "name: b"));
    assertEquals(
        "{\"Lion of zoo.example\":2}", tree.path("notSeen").path("unknownKinds").toString());
  }

  @Test
  void whatAControllerMadeIsLeftOut() throws Exception {
    String owned =
        "\n---\n{apiVersion: v1, kind: Pod, metadata: {name: web-1, namespace: shop, ownerReferences: [{kind:"
            + " ReplicaSet, name: web, controller: true}]}, spec: {containers: [{name: a, image: b}]}}";
    JsonNode tree = json(SHOP + owned);
    assertEquals(1, tree.path("workloads").size());
    assertEquals(1, tree.path("notSeen").path("owned").asInt());
  }

  /** In no format, of no field. */
  @ParameterizedTest
  @ValueSource(strings = {"table", "wide", "name", "json", "yaml", "sarif", "junit", "markdown"})
  void noSecretIsPrinted(String format) {
    String base64 =
        Base64.getEncoder()
            .encodeToString(
                "Server=hidden1.database.windows.net;Password=hidden2"
                    .getBytes(StandardCharsets.UTF_8));
    String input =
        """
        apiVersion: v1
        kind: Secret
        metadata:
          name: db
          annotations:
            kubectl.kubernetes.io/last-applied-configuration: '{"stringData": {"a": "hidden3.vault.azure.net"}}'
        data: {dsn: %s, id: aGlkZGVuNA==, broken: '%%%%'}
        stringData:
          url: postgres://hidden5:hidden6@hidden7.postgres.database.azure.com/hidden8
          sub: /subscriptions/00000000-1111-2222-3333-444444444444
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: p}
        spec:
          initContainers:
          - name: i
            image: example.fr/c:1
            command: [sh, -c, "curl -H 'Token: hidden22' https://hidden23:hidden24@example.com/x?t=hidden25"]
          containers:
          - name: c
            image: example.fr/c:1
            args: ["--git=https://hidden9:hidden10@shown.azurewebsites.net/x?sig=hidden11"]
            env:
            - {name: CS, value: "Endpoint=sb://shown.servicebus.windows.net/;SharedAccessKey=hidden12"}
            - {name: APPLICATIONINSIGHTS_CONNECTION_STRING, value: InstrumentationKey=hidden13}
            - {name: SMTP_HOST, value: "smtp://hidden14:hidden15@mail.example.fr"}
        ---
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata: {name: a}
        spec: {source: {repoURL: "https://hidden16:hidden17@git.example.com/a.git", path: x}}
        ---
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: GitRepository
        metadata: {name: g}
        spec: {url: "https://hidden18:hidden19@git.example.com/a.git"}
        ---
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: HelmRepository
        metadata: {name: g}
        spec: {url: "https://hidden20:hidden21@charts.example.com/a"}
        """
            .formatted(base64);
    Typed typed = Typed.withInput(input, "assess", "-f", "-", "-o", format);
    assertFalse(typed.out().contains("hidden"), typed.out());
    assertFalse(typed.out().contains("444444444444"), typed.out());
    assertFalse(typed.out().contains(base64), typed.out());
    assertFalse(typed.err().contains("hidden"), typed.err());
    if (!format.equals("name")) {
      assertTrue(typed.out().contains("dsn has a host of database.windows.net"), typed.out());
      assertTrue(typed.out().contains("shown.servicebus.windows.net"), typed.out());
    }
  }

  @Test
  void sarifFitsItsSchema(@TempDir Path directory) throws Exception {
    Path exceptions = directory.resolve("e.yaml");
    Files.writeString(
        exceptions,
        exception("NoPdb", "2027-01-01") + exception("SingleReplica", "2027-01-01").substring(12));
    Path broken = Files.writeString(directory.resolve("br oken.yaml"), "a: [\n");
    Typed typed =
        Typed.withInput(
            SHOP,
            "assess",
            "-f",
            "-",
            "-f",
            broken.toString(),
            "--target",
            "s3ns",
            "-o",
            "sarif",
            "--exceptions",
            exceptions.toString());
    JsonNode log = JSON.readTree(typed.out());
    try (InputStream in =
        Objects.requireNonNull(
            AssessCommandTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json"))) {
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
              .getSchema(in, InputFormat.JSON);
      assertEquals(List.of(), schema.validate(typed.out(), InputFormat.JSON));
      String wrong = typed.out().replaceFirst("\"startLine\": [0-9]+", "\"startLine\": 0");
      assertFalse(schema.validate(wrong, InputFormat.JSON).isEmpty(), "the schema is looked at");
    }
    JsonNode run = log.path("runs").path(0);
    assertEquals("bleu assess", run.path("tool").path("driver").path("name").asText());
    assertFalse(run.path("invocations").path(0).path("executionSuccessful").asBoolean(true));
    JsonNode worst = run.path("results").path(0);
    assertEquals("ArchNotThere", worst.path("ruleId").asText());
    assertEquals("error", worst.path("level").asText());
    assertEquals(
        "ArchNotThere",
        run.path("tool")
            .path("driver")
            .path("rules")
            .path(worst.path("ruleIndex").asInt())
            .path("id")
            .asText());
    assertEquals(
        15,
        worst
            .path("locations")
            .path(0)
            .path("physicalLocation")
            .path("region")
            .path("startLine")
            .asInt());
    long suppressed = 0;
    for (JsonNode result : run.path("results")) {
      suppressed += result.path("suppressions").size();
    }
    assertEquals(1, suppressed);
  }

  @Test
  void junitHasACaseForEachFinding() throws Exception {
    Typed typed =
        Typed.withInput(
            SHOP + "\n---\na: [\n",
            "assess",
            "-f",
            "-",
            "--target",
            "s3ns",
            "-o",
            "junit",
            "--fail-on",
            "change");
    assertEquals(3, typed.code());
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(typed.out().getBytes(StandardCharsets.UTF_8)))
            .getDocumentElement();
    assertEquals("testsuites", root.getTagName());
    JsonNode tree = json(SHOP, "--target", "s3ns");
    NodeList cases = root.getElementsByTagName("testcase");
    // One for each finding, one for what was read, one for what could not be.
    assertEquals(tree.path("findings").size() + 2, cases.getLength());
    assertEquals(
        tree.path("assessment").path("blocks").asInt()
            + tree.path("assessment").path("change").asInt(),
        root.getElementsByTagName("failure").getLength());
    assertEquals(1, root.getElementsByTagName("error").getLength());
    NodeList suites = root.getElementsByTagName("testsuite");
    for (int i = 0; i < suites.getLength(); i++) {
      Element suite = (Element) suites.item(i);
      for (String[] count : new String[][] {{"tests", "testcase"}, {"failures", "failure"}}) {
        assertEquals(
            suite.getAttribute(count[0]),
            String.valueOf(suite.getElementsByTagName(count[1]).getLength()));
      }
    }
  }

  @Test
  void markdownOfOthersIsNoMarkup() {
    String hostile =
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: '<b>|`x`'}, data: {a: portal.azure.com}}\n---\n"
            + "{apiVersion: apps/v1, kind: Deployment, metadata: {name: '@all #12 https://evil.example'}, spec: {template: {spec: {containers: [{name: c, image: i}]}}}}";
    String markdown =
        Typed.withInput(SHOP + "\n---\n" + hostile, "assess", "-f", "-", "-o", "markdown").out();
    assertTrue(markdown.contains("| Change | PublicEndpoint | -:5 |"), markdown);
    assertFalse(markdown.contains("<b>"), markdown);
    for (String found : List.of("@", "#12", "https://")) {
      assertFalse(markdown.contains(found), found + " in " + markdown);
    }
  }

  private static String exception(String code, String until) {
    return "exceptions:\n- {code: %s, object: 'Deployment shop/*', owner: web, reason: later, until: '%s'}\n"
        .formatted(code, until);
  }

  @ParameterizedTest
  @CsvSource({
    "SingleReplica, 2027-01-01, 1, ''",
    "SingleReplica, 2026-11-24, 1, ''",
    "SingleReplica, 2026-11-23, 0, exception has expired: SingleReplica of Deployment shop/* by web until 2026-11-23",
    "NoProbe, 2027-01-01, 0, note: exception covers nothing: NoProbe"
  })
  void anExceptionCountsUntilItsEnd(
      String code, String until, int excepted, String told, @TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("e.yaml"), exception(code, until));
    Typed typed =
        Typed.withInput(SHOP, "assess", "-f", "-", "-o", "json", "--exceptions", file.toString());
    JsonNode tree = JSON.readTree(typed.out());
    assertEquals(excepted, tree.path("excepted").size());
    assertTrue(typed.err().startsWith(told), typed.err());
    boolean counted = typed.out().contains("\"code\": \"SingleReplica\"") && excepted == 0;
    assertEquals(excepted == 0, counted);
    if (excepted == 1) {
      assertEquals("web", tree.path("excepted").path(0).path("owner").asText());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a: 1'                                   | no list of exceptions
          'exceptions: [1]'                        | exceptions[0] is no map
          'exceptions: [{code: NoPdb}]'            | exceptions[0]: no owner
          'exceptions: [{code: NoPbd, owner: a, reason: b, until: "2027-01-01"}]'  | there is no code "NoPbd"; did you mean NoPdb?
          'exceptions: [{code: NoPdb, owner: a, reason: b, until: soon}]'          | "soon" is not a day
          'exceptions: [{code: NoPdb, owner: a, reason: b, until: "2027-01-01", who: c}]' | unknown field "who"
          'exceptions: ['                          | malformed YAML
          """)
  void aFileOfExceptionsIsRefusedWhole(String text, String told, @TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("e.yaml"), text);
    Typed typed = Typed.withInput(SHOP, "assess", "-f", "-", "--exceptions", file.toString());
    assertEquals(1, typed.code());
    assertTrue(typed.err().contains(told), typed.err());
  }

  @Test
  void onlyWhatIsNewCountsAgainstABaseline(@TempDir Path directory) throws Exception {
    Path before = directory.resolve("before.json");
    String first = Typed.withInput(SHOP, "assess", "-f", "-", "-o", "json").out();
    Files.writeString(before, first);
    // Lines above move what was there; that makes nothing new.
    JsonNode same = json("# one\n# two\n" + SHOP, "--baseline", before.toString());
    assertEquals(0, same.path("findings").size());
    assertEquals(JSON.readTree(first).path("findings").size(), same.path("known").size());
    String more = SHOP.replace("vault: ", "other: https://hop2.vault.azure.net/\n  vault: ");
    Typed typed =
        Typed.withInput(
            more,
            "assess",
            "-f",
            "-",
            "-o",
            "json",
            "--baseline",
            before.toString(),
            "--fail-on",
            "change");
    assertEquals(2, typed.code());
    JsonNode found = JSON.readTree(typed.out()).path("findings");
    assertEquals(1, found.size());
    assertEquals("hop2.vault.azure.net", found.path(0).path("found").asText());
  }

  @Test
  void theListHasEveryCode() throws Exception {
    JsonNode codes =
        JSON.readTree(Typed.bleu("assess", "--list", "-o", "json").out()).path("codes");
    assertEquals(
        codes.findValuesAsText("code"),
        Typed.bleu("assess", "--list", "-o", "name").out().lines().toList());
    assertTrue(codes.size() >= 40, codes.toString());
    assertTrue(
        Typed.bleu("assess", "--list", "-o", "json").out().contains("MicrosoftDocs/azure-aks-docs"),
        "what the keys of sources stand for");
  }
}
