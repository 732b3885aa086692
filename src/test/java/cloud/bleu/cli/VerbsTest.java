package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.placement.catalogue.Catalogue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerbsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                        | bleu: no verb is given
          pln                       | there is no verb "pln"; did you mean plan? `bleu help` lists them
          plan --halp               | bleu plan: Unknown option: '--halp'
          run --log-level loud      | Invalid value for option '--log-level': "loud" is not known; accepted: error, warn, info, debug
          plan -o xml               | Invalid value for option '--output': "xml" is not known; accepted: table, wide, name, json, yaml
          plan --namespce x         | Possible solutions: --namespace
          plan -f nowhere           | nowhere: no such file or directory; check the path
          plan -f crds --context a  | -f and --context or --kubeconfig exclude each other
          explain -f examples       | bleu explain: Missing required parameter: 'WORKLOAD'
          rules ownershap           | there is no rule, statement or code "ownershap"; did you mean ownership?
          rules region              | did you mean regions?
          completion tcsh           | Invalid value for positional parameter
          init -f examples/hospital | no Node and no cluster of an inventory in the input
          plan -n a -A              | -n and -A exclude each other; give one of them
          plan examples/hospital    | examples/hospital is a file or directory, and a workload is expected here; give manifests with -f
          help plna                 | there is no verb "plna"; did you mean plan? `bleu help` lists them
          help plan x               | bleu plan has no verbs of its own; leave "x" out
          help facts x              | there is no "x" of bleu facts; give due or confirm
          -n shop plan              | bleu: options stand after the verb, as in `bleu plan -n shop`
          --context a facts due     | bleu: options stand after the verb, as in `bleu facts --context a`
          -n plan explain x         | bleu: options stand after the verb, as in `bleu explain -n plan`
          -n plan plan              | bleu: options stand after the verb, as in `bleu plan -n plan`
          -o=wide --all explain x   | bleu: options stand after the verb, as in `bleu explain -o=wide --all`
          -n shop                   | bleu: Unknown options: '-n', 'shop'
          plan -l app=web           | bleu plan: there is no "-l"; workloads are given by name: bleu plan -n NAMESPACE $(kubectl get bw -n NAMESPACE -l SELECTOR -o name)
          plan --selector=app=web   | bleu plan: there is no "--selector=app=web"; workloads are given by name: bleu plan -n NAMESPACE $(
          explain web -l app=web    | bleu explain: there is no "-l"; the workload is given by its name; `kubectl get bw -n
          report -lapp=web          | bleu report: there is no "-lapp=web"; nothing is chosen by labels here
          plan -k overlays          | bleu plan: there is no "-k"; build it first: kubectl kustomize DIRECTORY
          facts due --kustomize=a   | there is no "--kustomize=a"; build it first: kubectl kustomize DIRECTORY
          plan -R                   | bleu plan: there is no "-R"; a directory is read with all below it
          report --recursive        | bleu report: there is no "--recursive"; a directory is read with all below it
          version -k a              | bleu version: Unknown options: '-k', 'a'
          plan --watch              | bleu plan: there is no "--watch"; this answers once; ask again, or watch with `kubectl get bw -w`
          waivers -w                | bleu waivers: there is no "-w"; this answers once
          plan --dry-run            | bleu plan: there is no "--dry-run"; leave it out: bleu plan changes nothing
          what-if --dry-run=server  | bleu what-if: there is no "--dry-run=server"; leave it out: bleu what-if changes nothing
          facts confirm a b --dry-run | bleu facts confirm: Unknown option: '--dry-run'
          get az                    | there is no verb "get"; `kubectl get bw,az -A` lists what there is, and `bleu explain WORKLOAD` says
          describe web              | there is no verb "describe"; `kubectl get bw,az -A` lists what there is
          diff -f examples/hospital | there is no verb "diff"; `bleu plan --diff` shows what would change
          apply -f examples/hospital | there is no verb "apply"; objects are changed with kubectl, as in `kubectl apply -f FILE`
          edit bw web               | there is no verb "edit"; objects are changed with kubectl, as in `kubectl edit bw NAME`
          validate -f examples      | there is no verb "validate"; `bleu plan -f DIRECTORY` lists the errors of manifests
          simulate                  | there is no verb "simulate"; `bleu what-if` shows what something would change
          migrate                   | there is no verb "migrate"; `bleu assess -f DIRECTORY` lists what blocks a move, and plans it
          help migrate              | there is no verb "migrate"; `bleu assess -f DIRECTORY`
          plan --no-headers         | bleu plan: there is no "--no-headers"; -o name prints names without a header
          waivers --sort-by=.a      | bleu waivers: there is no "--sort-by=.a"; the order is always the same; sort what -o json prints
          explain bw web            | bleu explain: "web" is one argument too many; accepted: WORKLOAD and options
          plan bw web -f examples/hospital | there is no BleuWorkload "bw", which is the kind; write it before a slash or not at all; `bleu plan -f examples/hospital` lists them
          assess examples/hospital  | bleu assess: "examples/hospital" is a file or directory; give it with -f, and each further one with a -f of its own
          facts due examples/hospital -n a | bleu facts due: "examples/hospital" is a file or directory; give it with -f
          version examples/hospital | bleu version: "examples/hospital" is one argument too many; accepted: options alone
          explain ct-az05 -f examples/hospital | there is no BleuWorkload "ct-az05"; `bleu what-if --lose ct-az05 -f examples/hospital` shows what its loss does
          explain flood/nowhere -f examples/hospital | there is no BleuWorkload "flood/nowhere"; `bleu plan -f examples/hospital` lists them
          waivers list              | bleu waivers: "list" is one argument too many; accepted: options alone
          facts due --within 90d    | Invalid value for option '--within': "90d" is not a number; accepted: a whole number, such as 30
          facts due --within 99999999999 | "99999999999" is too large; accepted: a whole number up to 2147483647
          facts due --within -99999999999 | "-99999999999" is too small; accepted: a whole number
          plan --max-moves-per-hour few | Invalid value for option '--max-moves-per-hour': "few" is not a number
          plan -f crds,examples/drills | crds,examples/drills: no such file or directory; give each of these with a -f of its own
          plan -f ,                 | ,: no such file or directory; check the path
          plan -f ,crds             | ,crds: no such file or directory; check the path
          plan -f crds,,examples/drills | crds,,examples/drills: no such file or directory; give each of these with a -f of its own
          plan -f crds,             | crds,: no such file or directory; check the path
          plan -f crds,nowhere      | crds,nowhere: no such file or directory; check the path
          help x                    | there is no verb "x"; `bleu help` lists them
          plan -f - --at tomorrow   | bleu plan: Invalid value for option '--at': "tomorrow" is not a day; write it like 2027-06-30
          facts confirm a b -f x --as-of 1.1.2026 | '--as-of': "1.1.2026" is not a day; write it like 2027-06-30
          facts                     | bleu facts: give due or confirm
          facts -f examples         | bleu facts: give due or confirm before what else is said
          facts all                 | bleu facts: there is no "all"; give due or confirm
          what-if -f examples/ministry --lose ct-az05,ct-az06 | give --lose once for each
          plan --kubeconfig nowhere | nowhere: cannot be read
          check --kubeconfig nowhere | nowhere: cannot be read
          """)
  void misuseIsExitCode1AndSaysWhatToDo(String arguments, String message) {
    Typed typed = Typed.bleu(arguments.isEmpty() ? new String[0] : arguments.split(" "));
    assertEquals(ExitCode.BAD_INPUT, typed.code());
    assertEquals("", typed.out());
    assertTrue(typed.err().contains(message), typed.err());
  }

  /** As kubectl prints and takes them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bw/site-public",
        "bleuworkload/site-public",
        "bleuworkloads/site-public",
        "bleuworkload.placement.bleu.cloud/site-public",
      })
  void aNameMayBeginWithTheKind(String name) {
    Typed plain = Typed.bleu("explain", "site-public", "-f", "examples/hospital");
    assertEquals(ExitCode.OK, plain.code(), plain.err());
    assertEquals(plain, Typed.bleu("explain", name, "-f", "examples/hospital"));
  }

  /** What all the others take is an eighth of the time of the tests of verbs. */
  @Test
  void aLineAboutAVerbReadsTheOptionsOfNoOther() {
    IOStreams nowhere =
        new IOStreams(
            new PrintWriter(OutputStream.nullOutputStream()),
            new PrintWriter(OutputStream.nullOutputStream()),
            InputStream.nullInputStream(),
            Clock.systemUTC());
    assertEquals(
        Set.of("plan"), VerbParser.of(nowhere, "plan", "explain").getSubcommands().keySet());
    assertTrue(
        VerbParser.of(nowhere, "help", "plan").getSubcommands().keySet().contains("explain"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run                     | true
          run --evidence-dir log  | true
          --no-color run          | true
          sandbox -f examples     | true
          explain run             | false
          explain run -n sandbox  | false
          plan -f run             | false
          help run                | false
          --no-color              | false
          """)
  void onlyTheVerbItselfSwitchesLoggingOn(String line, boolean logs) {
    assertEquals(logs, Bleu.logs(line.split(" ")));
  }

  @Test
  void helpAndVersionAreResults() {
    assertTrue(Typed.bleu("--help").out().startsWith("Usage: bleu"));
    assertTrue(Typed.bleu("--version").out().startsWith("bleu "));
    assertEquals(Typed.bleu("--version").out(), Typed.bleu("version").out());
    assertTrue(
        Typed.bleu("version", "-o", "json")
            .out()
            .contains("\"apiVersion\": \"placement.bleu.cloud/v1alpha1\""));
    assertEquals(ExitCode.OK, Typed.bleu("plan", "--help").code());
    assertEquals(Typed.bleu("plan", "--help"), Typed.bleu("help", "plan"));
    assertEquals(Typed.bleu("facts", "confirm", "--help"), Typed.bleu("help", "facts", "confirm"));
    assertEquals(Typed.bleu("--help"), Typed.bleu("help"));
    assertTrue(Typed.bleu("what-if", "--help").out().contains("--capacity=ZONE=PERCENT% "));
  }

  @Test
  void rulesAreThoseOfTheCatalogue() throws Exception {
    JsonNode tree = new ObjectMapper().readTree(Typed.bleu("rules", "-o", "json").out());
    assertEquals(
        Catalogue.rules().stream().map(r -> r.declaration().id()).toList(),
        tree.path("rules").findValuesAsText("rule"));
    String table = Typed.bleu("rules").out();
    Catalogue.rules()
        .forEach(r -> assertTrue(table.contains("\n" + r.declaration().id() + " "), table));
    assertTrue(
        Typed.bleu("rules", "data-location").out().contains("SecNumCloud 3.2 19.2.a, 19.2.b"));
  }

  @Test
  void explainTellsWhyNotThere() {
    String input =
        PlanCommandTest.ESTATE + PlanCommandTest.workload("web", 2, "residency: {countries: [FR]}");
    Typed typed = Typed.withInput(input, "explain", "web", "-f", "-");
    assertEquals(ExitCode.OK, typed.code());
    assertTrue(
        typed.out().startsWith("shop/web: 2 of 2 replicas placed, no policy applies\n"),
        typed.out());
    assertTrue(
        typed.out().contains("\nnorth  2         site-north  r       allowed\n"), typed.out());
    assertTrue(
        typed.out().contains("\nsouth  -         site-south  r       CountryNotAllowed\n"),
        typed.out());
    assertTrue(
        typed
            .out()
            .contains("the zone is stated to lie in DE, asked for: FR; use a zone in one of"),
        typed.out());

    Typed unknown = Typed.withInput(input, "explain", "wbe", "-f", "-");
    assertEquals(ExitCode.BAD_INPUT, unknown.code());
    assertEquals(
        "there is no BleuWorkload \"wbe\"; did you mean web? `bleu plan` lists them\n",
        unknown.err());
  }

  @Test
  void initDraftsWhatPlanReads(@TempDir Path directory) throws Exception {
    String nodes =
        """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: Node
          metadata: {name: n1, labels: {topology.kubernetes.io/zone: fr-par-1, topology.kubernetes.io/region: fr-par}}
          spec: {providerID: "scaleway://instance/fr-par-1/1"}
          status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}, conditions: [{type: Ready, status: "True"}]}
        - apiVersion: v1
          kind: Node
          metadata: {name: n2, labels: {topology.kubernetes.io/zone: fr-par-2, topology.kubernetes.io/region: fr-par}}
          spec: {providerID: "scaleway://instance/fr-par-2/2"}
          status: {allocatable: {cpu: "4", memory: 8Gi, pods: "110"}, conditions: [{type: Ready, status: "True"}]}
        - apiVersion: v1
          kind: Node
          metadata: {name: n3}
        """;
    Typed draft = Typed.withInput(nodes, "init", "-f", "-");
    assertEquals(ExitCode.OK, draft.code());
    assertEquals(
        "note: 1 node without the label topology.kubernetes.io/zone is left out; label it\n",
        draft.err());
    // Without quotes kustomize would make an instant of it.
    assertTrue(draft.out().contains("    asOf: '2026-11-24'\n"), draft.out());
    Files.writeString(directory.resolve("draft.yaml"), draft.out());
    Files.writeString(directory.resolve("nodes.yaml"), nodes);
    Files.writeString(
        directory.resolve("web.yaml"),
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        """
            + PlanCommandTest.workload("web", 2, ""));
    Typed planned = Typed.bleu("plan", "-f", directory.toString());
    assertEquals("", planned.err());
    assertTrue(planned.out().contains("fr-par-1=1, fr-par-2=1"), planned.out());
    assertTrue(planned.out().contains("(assumed)"), planned.out());
  }

  @Test
  void explainTakesTheNamespaceAsKubectlDoes() {
    Typed full = Typed.bleu("explain", "sante/dossier-base", "-f", "examples/hospital");
    Typed short_ = Typed.bleu("explain", "-n", "sante", "dossier-base", "-f", "examples/hospital");
    assertEquals(full, short_);
    Typed ambiguous = Typed.bleu("explain", "dossier-base", "-f", "examples/hospital");
    assertEquals(1, ambiguous.code());
    assertTrue(ambiguous.err().contains("is in several namespaces"), ambiguous.err());
  }
}
