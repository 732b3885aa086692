package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From an assessment to a graph, to waves and to drafts, as a person types it. */
class AssessMigrationTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SHOP = "examples/aks-shop/today";
  private static final String TARGET = "examples/migration";

  /** Two Deployments of which one calls the other; each asks for 5 cpu. */
  private static final String PAIR =
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: front, namespace: shop}, spec: {template: {metadata: {labels: {app: front}}, spec: {containers: [{name: c, image: i, args: ['--url=http://back'], resources: {requests: {cpu: 5, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: back, namespace: shop}, spec: {template: {metadata: {labels: {app: back}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 5, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: back, namespace: shop}, spec: {selector: {app: back}, ports: [{port: 80}]}}
      """;

  private static final String HELD =
      "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: back, namespace: shop}, spec: {dataClasses: [Ordinary], workload: {pods: {selector: {matchLabels: {app: back}}, requests: {cpu: '5', memory: 1Gi}}}}}\n";

  private static final String BACK =
      "{apiVersion: apps/v1, kind: Deployment, metadata: {name: back, namespace: shop}, spec: {template: {metadata: {labels: {app: back}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 5, memory: 1Gi}}}]}}}}\n---\n";

  private static final String AGENT =
      "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: shop}, spec: {template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: c, image: i}]}}}}\n";

  private static final String BLOCKED =
      AGENT.replace("{containers", "{nodeSelector: {kubernetes.io/arch: arm64}, containers");

  /** Calls the agent, which comes first; is blocked itself. */
  private static final String CALLER =
      "---\n{apiVersion: v1, kind: Service, metadata: {name: agent, namespace: shop}, spec: {selector: {app: agent}, ports: [{port: 80}]}}\n---\n"
          + BACK.replace("back", "caller")
              .replace(
                  "{containers: [{name: c,",
                  "{nodeSelector: {kubernetes.io/arch: arm64}, containers: [{name: c, args: ['--a=http://agent'],")
              .replace("---\n", "");

  /** By night, and its pods have no labels. */
  private static final String NIGHT =
      "{apiVersion: batch/v1, kind: CronJob, metadata: {name: night, namespace: shop}, spec: {schedule: '0 1 * * *', jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}}\n";

  private static String zone(String cpu, String more) {
    return """
        {apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: p}, spec: {displayName: P}}
        ---
        {apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: z}, spec: {provider: p, region: r, site: s, capacity: {cpu: '%s', memory: 64Gi}, target: {nodeSelector: {zone: z}}%s}}
        """
        .formatted(cpu, more);
  }

  private static JsonNode plan(Path directory, String estate, String waves) throws IOException {
    Path target = Files.writeString(directory.resolve("estate.yaml"), estate);
    Path rules = Files.writeString(directory.resolve("waves.txt"), waves);
    Typed typed =
        Typed.withInput(
            PAIR,
            "assess",
            "-f",
            "-",
            "--plan",
            "--target",
            "p",
            "--estate",
            target.toString(),
            "--waves",
            rules.toString(),
            "-o",
            "json");
    assertTrue(typed.code() != 1, typed.err());
    return JSON.readTree(typed.out());
  }

  @Test
  void theGraphOfTheShopIsWhatItsManifestsSay() throws IOException {
    JsonNode tree = JSON.readTree(Typed.bleu("assess", "-f", SHOP, "--graph", "-o", "json").out());
    List<String> calls = new ArrayList<>();
    tree.path("dependencies")
        .forEach(
            d -> {
              if (d.path("kind").asText().equals("Calls")) {
                calls.add(
                    (d.path("from").asText() + " > " + d.path("to").asText())
                        .replaceAll("\\w+ boutique/", ""));
              }
            });
    assertEquals(
        List.of(
            "invoices > orders-db",
            "orders > stock",
            "orders > orders-db",
            "orders > queue",
            "stock > orders",
            "web > orders",
            "web > prices"),
        calls);
    assertEquals(
        "[[\"Deployment boutique/orders\",\"Deployment boutique/stock\"]]",
        tree.path("cycles").toString());
    assertEquals(3, tree.path("leaving").size());
    assertEquals(256L << 30, tree.path("volumes").path(0).path("bytes").asLong());
  }

  @Test
  void theGraphIsDrawn() {
    String dot = Typed.bleu("assess", "-f", SHOP, "--graph", "-o", "dot").out();
    assertTrue(dot.startsWith("digraph dependencies {\n") && dot.endsWith("}\n"), dot);
    assertTrue(dot.contains("[label=\"Deployment boutique/web\"]"), dot);
    String mermaid = Typed.bleu("assess", "-f", SHOP, "--graph", "-o", "mermaid").out();
    assertTrue(mermaid.startsWith("flowchart LR\n"), mermaid);
    assertTrue(mermaid.contains("[(\"data 256Gi managed-csi-premium\")]"), mermaid);
  }

  @Test
  void draftsPassThePlanAndEachGuessIsMarked(@TempDir Path directory) throws IOException {
    Path drafts = directory.resolve("drafts");
    Typed written =
        Typed.bleu("assess", "-f", SHOP, "--estate", TARGET, "--write", drafts.toString());
    assertEquals(0, written.code(), written.err());
    try (Stream<Path> files = Files.walk(drafts)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertTrue(
            file.endsWith("namespaces.yaml")
                || file.endsWith("checklist.md")
                || Files.readString(file).contains("# GUESS: no manifest says which data"),
            file.toString());
      }
    }
    Typed plan = Typed.bleu("plan", "-f", TARGET, "-f", SHOP, "-f", drafts.toString());
    assertEquals(0, plan.code(), plan.out() + plan.err());
    assertTrue(plan.out().contains("8 of 8 workloads placed"), plan.out());
    Typed again =
        Typed.bleu("assess", "-f", SHOP, "--estate", TARGET, "--write", drafts.toString());
    assertEquals(1, again.code());
    assertTrue(again.err().contains("not an empty directory"), again.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bleu", "s3ns"})
  void withoutATargetItsZonesAreDraftedToo(String target, @TempDir Path directory) {
    String drafts = directory.resolve("drafts").toString();
    Typed written = Typed.bleu("assess", "-f", SHOP, "--target", target, "--write", drafts);
    assertEquals(0, written.code(), written.err());
    Typed plan = Typed.bleu("plan", "-f", SHOP, "-f", drafts);
    assertEquals(0, plan.code(), plan.out() + plan.err());
  }

  /** What states no requests, what is no Deployment, and what goes with its nodes. */
  @Test
  void whatCannotBeTakenOverIsDraftedAsPods(@TempDir Path directory) throws IOException {
    Path drafts = directory.resolve("drafts");
    String manifests =
        """
        {apiVersion: apps/v1, kind: Deployment, metadata: {name: bare}, spec: {template: {metadata: {labels: {app: bare}}, spec: {containers: [{name: c, image: i}]}}}}
        ---
        {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: bare}, spec: {replicas: 3, template: {metadata: {labels: {app: set}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}}
        ---
        {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent}, spec: {template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: c, image: i}]}}}}
        ---
        {apiVersion: v1, kind: Pod, metadata: {name: lone}, spec: {containers: [{name: c, image: i}]}}
        """;
    Typed typed = Typed.withInput(manifests, "assess", "-f", "-", "--write", drafts.toString());
    assertEquals(0, typed.code(), typed.err());
    assertTrue(typed.err().contains("no draft of DaemonSet agent"), typed.err());
    assertTrue(typed.err().contains("no draft of Pod lone"), typed.err());
    String deployment = Files.readString(drafts.resolve("default/bare.yaml"));
    assertTrue(deployment.contains("# GUESS: no container states requests"), deployment);
    assertTrue(deployment.contains("cpu: 100m"), deployment);
    String set = Files.readString(drafts.resolve("default/bare-statefulset.yaml"));
    assertTrue(set.contains("replicas: 3") && set.contains("app: set"), set);
    assertEquals(0, Typed.withInput(manifests, "plan", "-f", "-", "-f", drafts.toString()).code());
  }

  /** Numbers that nobody runs are not counted through, and do not overflow. */
  @ParameterizedTest
  @CsvSource({"2147483647, false", "100001, false", "-1, false", "100000, true", "0, true"})
  void aNumberOfReplicasThatNobodyRunsHasNoDraft(
      String replicas, boolean drafted, @TempDir Path directory) {
    Path drafts = directory.resolve("drafts");
    String set =
        """
        {apiVersion: apps/v1, kind: StatefulSet, metadata: {name: set}, spec: {replicas: %s, template: {metadata: {labels: {app: set}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Ti}}}]}}}}
        """
            .formatted(replicas);
    Typed typed =
        assertTimeout(
            Duration.ofSeconds(60),
            () -> Typed.withInput(set, "assess", "-f", "-", "--write", drafts.toString()));
    assertEquals(0, typed.code(), typed.err());
    assertEquals(drafted, Files.exists(drafts.resolve("default/set.yaml")), typed.err());
    assertEquals(
        !drafted,
        typed
            .err()
            .contains(
                "no draft of StatefulSet set: "
                    + replicas
                    + " replicas are not between 0 and 100000"),
        typed.err());
  }

  /** What is more than 32 bits is not what is left of it in 32 bits. */
  @ParameterizedTest
  @CsvSource({
    "4294967297, 2147483647",
    "99999999999999999999, 2147483647",
    "-4294967295, -2147483648"
  })
  void aNumberOfReplicasBeyond32BitsIsNotCutToAnother(
      String replicas, String told, @TempDir Path directory) {
    String set =
        BACK.replace("spec: {template", "spec: {replicas: " + replicas + ", template")
            .replace("---\n", "");
    Typed typed =
        Typed.withInput(
            set, "assess", "-f", "-", "--write", directory.resolve("drafts").toString());
    assertTrue(
        typed.err().contains("back: " + told + " replicas are not between 0 and 100000"),
        typed.err() + typed.out());
  }

  /** Manifests are of others, and their names become paths. */
  @ParameterizedTest
  @CsvSource({
    "../../outside, web",
    "/tmp/outside, web",
    "shop, ../../outside/web",
    "shop, Web",
    "shop.eu, web"
  })
  void aNameThatNoServerTakesHasNoDraft(String namespace, String name, @TempDir Path directory)
      throws IOException {
    Path drafts = directory.resolve("a/b/drafts");
    Typed typed =
        Typed.withInput(
            PAIR
                + "---\n"
                + PAIR.replace("name: front, namespace: shop", "name: %s, namespace: %s")
                    .formatted(name, namespace),
            "assess",
            "-f",
            "-",
            "--write",
            drafts.toString());
    assertEquals(0, typed.code(), typed.err());
    assertTrue(
        typed.err().contains("no draft of Deployment " + namespace + "/" + name + ": its name"),
        typed.err());
    try (Stream<Path> files = Files.walk(directory)) {
      assertEquals(
          List.of(
              "checklist.md",
              "namespaces.yaml",
              "shop/back.yaml",
              "shop/front.yaml",
              "target.yaml"),
          files
              .filter(Files::isRegularFile)
              .map(f -> drafts.relativize(f).toString())
              .sorted()
              .toList());
    }
  }

  /** One of the two fits; a plan of each by itself would sell the room twice. */
  @ParameterizedTest
  @CsvSource({"12, Placed, NotPlaced", "24, Placed, Placed", "4, NotPlaced, NotPlaced"})
  void nothingIsSoldTwice(String cpu, String first, String second, @TempDir Path directory)
      throws IOException {
    JsonNode waves = plan(directory, zone(cpu, ""), "{}").path("waves");
    assertEquals(
        "Deployment shop/back", waves.path(0).path("workloads").path(0).path("workload").asText());
    assertEquals(first, waves.path(0).path("workloads").path(0).path("state").asText());
    assertEquals(second, waves.path(1).path("workloads").path(0).path("state").asText());
  }

  /** The zone takes nothing new on the day of the second wave. */
  @Test
  void aWaveIsPlannedForItsDay(@TempDir Path directory) throws IOException {
    String closed =
        ", maintenance: [{from: '2027-02-01T00:00:00Z', to: '2027-03-01T00:00:00Z', state: Cordoned}]";
    JsonNode waves =
        plan(directory, zone("24", closed), "waves: [{wave: 2, date: '2027-02-10'}]").path("waves");
    assertEquals("Placed", waves.path(0).path("workloads").path(0).path("state").asText());
    assertEquals("NotPlaced", waves.path(1).path("workloads").path(0).path("state").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          waves: [{wave: 1, date: '2026-12-24'}]\\nfreezes: [{from: '2026-12-20', until: '2027-01-02'}] | Freeze | move it to 2027-01-03 or later
          freezes: [{from: '2026-11-20', until: '2026-11-30', reason: sale}]                            | Freeze | (sale)
          """)
  void aFreezeStandsInTheWay(String waves, String kind, String says, @TempDir Path directory)
      throws IOException {
    JsonNode tree = plan(directory, zone("24", ""), waves.replace("\\n", "\n"));
    JsonNode obstacle = tree.path("waves").path(0).path("obstacles").path(0);
    assertEquals(kind, obstacle.path("kind").asText(), tree.toString());
    assertTrue(obstacle.path("says").asText().contains(says), obstacle.toString());
  }

  /** Rules, and the kinds of what is in the way of wave 1, which has moved, and of wave 2. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          freezes: [{from: '2026-11-20', until: '2026-11-30'}]                     | / Freeze
          waves: [{wave: 1, date: '2026-11-01'}, {wave: 2, date: '2026-11-10'}]    | / Past
          waves: [{wave: 2, date: '2026-11-23'}]                                   | / Past
          waves: [{wave: 2, date: '2026-11-24'}]                                   | /
          waves: [{wave: 1, date: '2027-02-01'}, {wave: 2, date: '2027-01-01'}]    | /
          """)
  void datesAreOfWhatHasNotMoved(String rules, String kinds, @TempDir Path directory)
      throws IOException {
    List<String> told = new ArrayList<>();
    for (JsonNode wave : plan(directory, zone("24", "") + HELD, rules).path("waves")) {
      List<String> ofWave = new ArrayList<>();
      wave.path("obstacles").forEach(o -> ofWave.add(o.path("kind").asText()));
      ofWave.remove("Look");
      told.add(String.join(" ", ofWave));
    }
    assertEquals(kinds, String.join(" / ", told).strip());
  }

  @Test
  void anEarlierWaveHasNoLaterDate(@TempDir Path directory) throws IOException {
    JsonNode tree =
        plan(
            directory,
            zone("24", ""),
            "waves: [{wave: 1, date: '2027-02-01'}, {wave: 2, date: '2027-01-01'}]");
    assertEquals(
        "Date", tree.path("waves").path(1).path("obstacles").path(0).path("kind").asText());
  }

  /** Two that need nothing of each other move as their dates say, and the room goes by that. */
  @Test
  void wavesThatNeedNothingOfEachOtherGoByTheirDates(@TempDir Path directory) throws IOException {
    String target = Files.writeString(directory.resolve("estate.yaml"), zone("12", "")).toString();
    Path rules =
        Files.writeString(
            directory.resolve("waves.yaml"),
            "mostWorkloads: 1\nwaves: [{wave: 1, date: '2027-02-01'},"
                + " {wave: 2, name: pilot, date: '2027-01-01'}]");
    String two = BACK + BACK.replace("back", "side").replace("---\n", "");
    Typed typed =
        Typed.withInput(
            two,
            "assess",
            "-f",
            "-",
            "--plan",
            "--target",
            "p",
            "--estate",
            target,
            "--waves",
            rules.toString(),
            "-o",
            "json");
    JsonNode tree = JSON.readTree(typed.out());
    assertEquals(2, tree.path("nextWave").asInt(), typed.out());
    assertEquals(0, typed.code(), typed.out());
    assertEquals("pilot", tree.path("waves").path(1).path("name").asText());
    List<String> states = new ArrayList<>();
    tree.path("waves").forEach(w -> states.add(w.path("workloads").path(0).path("state").asText()));
    assertEquals(List.of("NotPlaced", "Placed"), states);
    assertEquals(
        "NotPlaced",
        tree.path("waves").path(0).path("obstacles").path(0).path("kind").asText(),
        typed.out());
  }

  /** The third wave needs the first one, and has nothing to do with the second. */
  @Test
  void aDateIsHeldAgainstWhatTheWaveNeeds(@TempDir Path directory) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("waves.yaml"),
            "mostWorkloads: 1\nwaves: [{wave: 1, date: '2027-02-01'},"
                + " {wave: 2, date: '2027-01-15'}, {wave: 3, date: '2027-01-01'}]");
    String three = PAIR + "---\n" + BACK.replace("back", "side").replace("---\n", "");
    String typed = "assess -f - --plan -o json --waves " + rules;
    JsonNode waves = JSON.readTree(Typed.withInput(three, typed.split(" ")).out()).path("waves");
    assertEquals(0, waves.path(1).path("obstacles").size(), waves.toString());
    assertEquals(1, waves.path(2).path("obstacles").size(), waves.toString());
    assertTrue(
        waves
            .path(2)
            .path("obstacles")
            .path(0)
            .path("says")
            .asText()
            .contains("before wave 1 moves, which it needs, on 2027-02-01"),
        waves.toString());
  }

  /** As with {@code -f <(helm template .)}: what is there can be read once only. */
  @Test
  void whatACommandPrintsIsReadOnce(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    String target = Files.writeString(directory.resolve("estate.yaml"), zone("24", "")).toString();
    CompletableFuture<Path> written =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.writeString(pipe, PAIR);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Typed typed =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () ->
                Typed.bleu(
                    ("assess --plan --target p -o json --estate " + target + " -f " + pipe)
                        .split(" ")));
    written.get(30, TimeUnit.SECONDS);
    assertEquals(0, typed.code(), typed.err());
    JsonNode first = JSON.readTree(typed.out()).path("waves").path(0);
    assertEquals("Placed", first.path("workloads").path(0).path("state").asText(), typed.out());
  }

  /** Exit code 2 is the gate: the next wave does not go while something stands in its way. */
  @Test
  void anOpenBlockIsToldFirstAndHoldsUpNothingElse() {
    String blocked =
        PAIR.replace(
            "{containers: [{name: c, image: i, resources",
            "{nodeSelector: {kubernetes.io/arch: arm64}, containers: [{name: c, image: i, resources");
    String free =
        "---\n{apiVersion: v1, kind: Pod, metadata: {name: free, namespace: shop, labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}\n";
    Typed held = Typed.withInput(blocked, "assess", "-f", "-", "--target", "s3ns", "--plan");
    assertEquals(2, held.code(), held.err());
    assertTrue(
        held.out()
            .startsWith(
                "Next: wave 1; in its way:\n  Blocks Deployment shop/back -:3: ArchNotThere"),
        held.out());
    Typed other =
        Typed.withInput(blocked + free, "assess", "-f", "-", "--target", "s3ns", "--plan");
    assertEquals(0, other.code(), other.out());
    assertTrue(other.out().contains("1     Pod shop/free"), other.out());
    assertTrue(other.out().contains("2     Deployment shop/back"), other.out());
  }

  @Test
  void whatTheTargetHoldsHasMoved(@TempDir Path directory) throws IOException {
    JsonNode tree = plan(directory, zone("24", "") + HELD, "{}");
    assertEquals(2, tree.path("nextWave").asInt(), tree.toString());
    assertTrue(tree.path("waves").path(0).path("moved").asBoolean());
    assertEquals(
        "z=1", tree.path("waves").path(0).path("workloads").path(0).path("zones").asText());
  }

  private static Stream<Arguments> whatHasNoDraft() {
    return Stream.of(
        arguments(BACK + AGENT, 0, "Everything has moved.", "1 moved"),
        arguments(BACK + BLOCKED, 2, "Next: wave 2; in its way:\n  Blocks DaemonSet", "2"),
        arguments(AGENT, 0, "Next: wave 1; nothing that is known", "1"),
        arguments(AGENT + CALLER, 2, "Next: wave 2; in its way:\n  Blocks Deployment", "2"),
        arguments(
            NIGHT,
            2,
            "Next: wave 1; in its way:\n  NotPlaced CronJob shop/night: its pods have no labels",
            "1"));
  }

  /** A target that holds back; manifests; the exit code; what is told; the last wave. */
  @ParameterizedTest
  @MethodSource
  void whatHasNoDraft(String manifests, int code, String told, String last, @TempDir Path directory)
      throws IOException {
    String zones =
        zone("24", "")
            .replace("name: p}", "name: s3ns}")
            .replace("provider: p,", "provider: s3ns,");
    Path target = Files.writeString(directory.resolve("estate.yaml"), zones + HELD);
    String typed = "assess -f - --target s3ns --plan --estate " + target;
    Typed plan = Typed.withInput(manifests, typed.split(" "));
    assertEquals(code, plan.code(), plan.out() + plan.err());
    assertTrue(plan.out().startsWith(told), plan.out());
    String list = Typed.withInput(manifests, (typed + " -o markdown").split(" ")).out();
    for (String none : List.of("DaemonSet shop/agent", "CronJob shop/night")) {
      assertFalse(list.contains("draft of " + none + ", and"), list);
    }
    assertEquals(
        last,
        list.substring(list.lastIndexOf("## Wave ") + 8)
            .lines()
            .findFirst()
            .orElseThrow()
            .replace(", has", ""));
  }

  /** On standard output, and beside the drafts. */
  @Test
  void theCheckListHasEachWave(@TempDir Path directory) throws IOException {
    String list =
        Typed.bleu("assess", "-f", SHOP, "--plan", "--estate", TARGET, "-o", "markdown").out();
    Path drafts = directory.resolve("drafts");
    Typed.bleu("assess", "-f", SHOP, "--estate", TARGET, "--write", drafts.toString());
    assertEquals(list, Files.readString(drafts.resolve("checklist.md")));
    assertTrue(list.startsWith("# Cutover to bleu\n\n## Wave 1\n"), list);
    for (String line :
        List.of(
            "- [ ] KeyVaultCsi, examples/aks-shop/today/shop.yaml:10: change azure to cloudName",
            "- [ ] Stop writes to StatefulSet boutique/orders-db, copy data (256Gi",
            "- [ ] Point LoadBalancer Service boutique/web to the target",
            "- [ ] Keep what leads to Deployment boutique/web at the source")) {
      assertTrue(list.contains(line), list);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --graph --plan              | exclude each other
          --waves pom.xml             | --waves is for --plan
          --estate pom.xml            | --estate is for --plan and --write
          --plan --estate -           | --estate does not read standard input
          --plan --estate nowhere     | nowhere: no such file or directory
          --plan --estate examples/migration --target s3ns | no AvailabilityZone of the target "s3ns"; its zones are of bleu, outscale
          --graph --data-class Health | --data-class is for --plan and --write
          --plan --data-class Heath   | there is no class of data "Heath"; did you mean Health?
          --plan --waves nowhere      | nowhere: no such file
          --plan --waves pom.xml      | pom.xml:
          --graph -o sarif            | --graph has no -o sarif; accepted: table, wide, name, json, yaml, dot, mermaid
          --plan -o dot               | --plan has no -o dot; accepted: table, wide, name, json, yaml, markdown
          --plan --fail-on change     | --fail-on is for findings
          --graph --fail-on blocks    | --fail-on is for findings
          -o dot                      | assess without --graph has no -o dot
          """)
  void misuseSaysWhatToDo(String arguments, String message) {
    Typed typed = Typed.withInput(PAIR, ("assess -f - " + arguments).split(" "));
    assertEquals(1, typed.code(), typed.out());
    assertTrue(typed.err().contains(message), typed.err());
  }

  /** A file of rules, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wave: []                                            | unknown field "wave"; did you mean waves?
          waves: [{wave: 0, date: '2027-01-01'}]              | waves[0].wave: "0" is no number from 1 on
          waves: [{wave: 1, date: soon}]                      | waves[0].date: "soon" is not a day
          waves: [{wave: 1, date: '2027-01-01'}, {wave: 1, date: '2027-01-02'}] | wave 1 has a date already
          freezes: [{from: '2027-01-02', until: '2027-01-01'}] | until is before from
          together: [{reason: x}]                             | no objects
          together: x                                         | together is no list
          mostWorkloads: many                                 | mostWorkloads: "many" is no number
          'a: ['                                              | malformed YAML
          """)
  void aWrongRuleSaysWhereAndWhat(String text, String message, @TempDir Path directory)
      throws IOException {
    Path rules = Files.writeString(directory.resolve("waves.yaml"), text);
    Typed typed = Typed.withInput(PAIR, "assess", "-f", "-", "--plan", "--waves", rules.toString());
    assertEquals(1, typed.code(), typed.out());
    assertTrue(typed.err().contains(message), typed.err());
  }

  @Test
  void rulesOfNothingAreNoted(@TempDir Path directory) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("waves.yaml"),
            "waves: [{wave: 9, date: '2027-01-01'}]\ntogether: [{objects: [Deployment shop/gone]}]\n");
    String err =
        Typed.withInput(PAIR, "assess", "-f", "-", "--plan", "--waves", rules.toString()).err();
    assertTrue(err.contains("note: there is no wave 9"), err);
    assertTrue(err.contains("note: no workload is Deployment shop/gone"), err);
  }

  @Test
  void whyAGroupMovesTogetherIsShownBesideIt(@TempDir Path directory) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("waves.yaml"),
            "together: [{objects: ['Deployment shop/*'], reason: sessions are in memory}]\n");
    String[] line = {"assess", "-f", "-", "--plan", "--waves", rules.toString()};
    String text = Typed.withInput(PAIR, line).out();
    assertTrue(
        text.contains("\nTogether by the rules:\n  wave 1, group 1: sessions are in memory\n"),
        text);
    String json =
        Typed.withInput(
                PAIR,
                Stream.concat(Stream.of(line), Stream.of("-o", "json")).toArray(String[]::new))
            .out();
    JsonNode together = new ObjectMapper().readTree(json).at("/waves/0/together");
    assertEquals(
        "[{\"group\":[\"Deployment shop/back\",\"Deployment shop/front\"],"
            + "\"reason\":\"sessions are in memory\"}]",
        together.toString(),
        json);
  }

  @Test
  void aGroupWithoutAReasonHasNone(@TempDir Path directory) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("waves.yaml"), "together: [{objects: ['Deployment shop/*']}]\n");
    String text =
        Typed.withInput(PAIR, "assess", "-f", "-", "--plan", "--waves", rules.toString()).out();
    assertFalse(text.contains("Together by the rules"), text);
  }

  private static final String HOSPITAL = "examples/hospital";

  /** An enforced rule for everything, as a platform that takes only qualified offerings has it. */
  private static final String QUALIFIED =
      """
      {apiVersion: placement.bleu.cloud/v1alpha1, kind: SovereigntyPolicy, metadata: {name: all-qualified}, spec: {appliesTo: {}, facts: {maxAgeDays: 1500, acceptBasis: [RegulatorList, SignedDocument, Contract, Observation, Press, Assumption]}, rules: [{name: q, rule: qualified-offering, action: Enforce, parameters: {scheme: SecNumCloud, version: '3.2', acceptStates: [Qualified], acceptOpenWindow: true}}]}}
      """;

  /** Estates have zones of several providers; what moves to one of them lands nowhere else. */
  @ParameterizedTest
  @CsvSource({"s3ns, option", "s3ns, plan", "s3ns, drafts", "bleu, option", "bleu, drafts"})
  void whatMovesLandsAtTheTargetAlone(String target, String by, @TempDir Path directory)
      throws IOException {
    String assess = "assess -f " + SHOP + " --estate " + HOSPITAL;
    String out;
    if (by.equals("drafts")) {
      Path drafts = directory.resolve("drafts");
      Typed written =
          Typed.bleu((assess + " --target " + target + " --write " + drafts).split(" "));
      assertEquals(0, written.code(), written.err());
      Typed plan =
          Typed.bleu(("plan -o wide -f " + HOSPITAL + " -f " + SHOP + " -f " + drafts).split(" "));
      assertEquals(0, plan.code(), plan.out() + plan.err());
      out = plan.out();
    } else {
      Path plan =
          Files.writeString(
              directory.resolve("plan.yaml"),
              "{apiVersion: placement.bleu.cloud/v1alpha1, kind: MigrationPlan, metadata: {name:"
                  + " shop}, spec: {target: "
                  + target
                  + ", namespaces: [boutique]}}");
      out =
          Typed.bleu(
                  (assess
                          + " --plan "
                          + (by.equals("plan") ? "--waves " + plan : "--target " + target))
                      .split(" "))
              .out();
    }
    List<String> lines =
        out.lines().filter(l -> l.contains("boutique/") && l.matches(".*[a-z0-9]=\\d.*")).toList();
    assertEquals(7, lines.size(), out);
    for (String line : lines) {
      assertTrue(line.matches(".*" + target + "-[a-z0-9-]+=\\d.*"), out);
      assertFalse(line.contains((target.equals("s3ns") ? "bleu" : "s3ns") + "-"), out);
    }
  }

  /** Policies are asked as if the namespaces were governed: that is what moves them there. */
  @ParameterizedTest
  @CsvSource({"bleu, 2, NotPlaced", "s3ns, 0, Placed"})
  void anEnforcedPolicyIsAskedOfWhatComes(
      String target, int code, String state, @TempDir Path directory) throws IOException {
    Path policy = Files.writeString(directory.resolve("policy.yaml"), QUALIFIED);
    String estate = " --estate " + HOSPITAL + " --estate " + policy + " --target " + target;
    Typed typed =
        Typed.bleu(
            ("assess -f " + SHOP + estate + " --plan -o json --data-class Sensitive").split(" "));
    assertEquals(code, typed.code(), typed.out() + typed.err());
    for (JsonNode wave : JSON.readTree(typed.out()).path("waves")) {
      wave.path("workloads").forEach(w -> assertEquals(state, w.path("state").asText()));
      wave.path("obstacles").forEach(o -> assertEquals("NotPlaced", o.path("kind").asText()));
      assertEquals(code == 0 ? "Now" : "NoFact", wave.path("facts").path("may").asText());
      assertEquals(
          code == 0 ? "" : "InEvaluation:",
          wave.path("facts").path("missing").path(0).asText().replaceAll(" .*", ""));
    }
    Path drafts = directory.resolve("drafts");
    Typed written = Typed.bleu(("assess -f " + SHOP + estate + " --write " + drafts).split(" "));
    assertEquals(0, written.code(), written.err());
    Typed table =
        Typed.bleu(("assess -f " + SHOP + estate + " --plan --data-class Sensitive").split(" "));
    // As markdown it is what is written: theCheckListHasEachWave.
    for (String told : List.of(table.out(), Files.readString(drafts.resolve("checklist.md")))) {
      assertTrue(told.contains("By the facts of the target:"), told);
      assertEquals(code != 0, told.contains("missing: InEvaluation: SecNumCloud 3.2"), told);
      assertEquals(code != 0, told.contains("by no fact that is recorded until"), told);
    }
    Typed plan =
        Typed.bleu(
            ("plan -f " + HOSPITAL + " -f " + policy + " -f " + SHOP + " -f " + drafts).split(" "));
    assertEquals(
        code == 0 ? 7 : 0,
        plan.out().lines().filter(l -> l.matches("boutique/.*=\\d.*")).count(),
        plan.out() + plan.err());
  }

  /** What binds the workloads, the class that is typed, and what somebody has to look at. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          none   |         | no policy of the target holds 1 workload (Deployment shop/back)
          all    |         |
          health |         | no policy of the target holds 1 workload (Deployment shop/back) / the data of 1 workload (Deployment shop/back) is taken as Ordinary
          health | Health  |
          health | Sensitive | no policy of the target holds 1 workload (Deployment shop/back)
          """)
  void whatNoPolicyWasAskedOfIsToBeLookedAt(
      String policy, String typed, String told, @TempDir Path directory) throws IOException {
    String rules =
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: SovereigntyPolicy, metadata: {name: x}, spec: {appliesTo: {%s}, facts: {maxAgeDays: 1500, acceptBasis: [Press]}, rules: [{name: l, rule: layers-covered, action: Audit}, {name: f, rule: fact-freshness, action: Audit}, {name: b, rule: fact-basis, action: Audit}]}}\n";
    String estate =
        zone("24", "")
            + switch (policy) {
              case "all" -> rules.formatted("");
              case "health" -> rules.formatted("dataClasses: [Health]");
              default -> "";
            };
    Path target = Files.writeString(directory.resolve("estate.yaml"), estate);
    String words = "assess -f - --plan --target p --estate " + target;
    words += typed == null ? "" : " --data-class " + typed;
    String[] expected = told == null ? new String[0] : told.split(" / ");
    Typed json = Typed.withInput(PAIR, (words + " -o json").split(" "));
    assertEquals(0, json.code(), json.out());
    JsonNode looks = JSON.readTree(json.out()).path("waves").path(0).path("obstacles");
    assertEquals(expected.length, looks.size(), looks.toString());
    for (int i = 0; i < expected.length; i++) {
      assertEquals("Look", looks.path(i).path("kind").asText());
      assertTrue(looks.path(i).path("says").asText().startsWith(expected[i]), looks.toString());
    }
    String text = Typed.withInput(PAIR, words.split(" ")).out();
    assertTrue(
        text.startsWith(
            "Next: wave 1; nothing that is known stands in its way.\n"
                + (expected.length == 0 ? "\n" : "  Look ")),
        text);
    String list = Typed.withInput(PAIR, (words + " -o markdown").split(" ")).out();
    assertEquals(expected.length > 0, list.contains("### Look first"), list);
  }

  /** Without a target nobody is told that nothing is in the way. */
  @Test
  void withoutATargetNoPolicyIsSaidToBeKept() {
    String out = Typed.withInput(PAIR, "assess", "-f", "-", "--plan").out();
    assertTrue(out.startsWith("Next: wave 1; no finding stands in its way; of room and"), out);
  }

  /** A BleuWorkload that the engine places at another provider has not moved to the target. */
  @Test
  void whatStandsElsewhereHasNotMoved(@TempDir Path directory) throws IOException {
    String other =
        zone("24", "")
            .replace("{name: z}", "{name: far}")
            .replace(": p}", ": q}")
            .replace(": p,", ": q,");
    String estate =
        zone("4", "")
            + "---\n"
            + other
            + HELD.replace("spec: {data", "spec: {residency: {providers: {allow: [q]}}, data");
    JsonNode first = plan(directory, estate, "{}").path("waves").path(0);
    assertFalse(first.path("moved").asBoolean(), first.toString());
    assertTrue(
        first.path("obstacles").toString().contains("stands in zones of other providers: far"),
        first.toString());
  }
}
