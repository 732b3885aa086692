package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** No document tells people to type what no test types. */
class DocumentedCommandsTest {

  private static final String ON_PLANE = "cli.DocumentedOnPlaneTest#";
  private static final String ON_PLANE_WAIVERS =
      "operator.WaiversPlaneTest#aPersonApprovesWhatGitopsKeepsAndItsEndIsABreachThatMovesNothing";
  private static final String OPENB = "examples.ExamplesTest#openbIsWhatItsGeneratorWrites";

  private static final String DRILL_ON_PLANE =
      "operator.DrillPlaneTest#aRunIsToldAndRecordedOnceAndMovesNothing";

  /** Who types what stands in text; what stands at a prompt is typed by ExampleStoriesTest. */
  private static final Map<String, String> TYPED_BY = new LinkedHashMap<>();

  static {
    // README
    typed("bleu sandbox", "cli.SandboxEndTest#anInterruptEndsItAndLeavesNothing");
    typed("hack/test", "layers.TestCommandTest#everythingPassed");
    typed("kubectl get bw -A -w", "sandbox.KubectlOnEmbeddedServerTest#itWatchesAndWaits");
    typed(
        "bleu sandbox --control-plane real",
        "cli.SandboxOnPlaneTest#podsAreBoundWhereItWasDecided");
    typed("bleu doctor -n sante", "operator.AuditPlaneTest#auditLetsInWhatDoctorTells");
    typed("helm template", "chart.HelmTemplateTest#providersTakeAClusterToLookInto");
    typed("bleu plan", "cli.ClusterInputTest#aClusterGivesWhatItsManifestsGive");
    typed(
        "helm install bleu helm/bleu --namespace bleu-system --create-namespace --set"
            + " image.repository=YOUR/IMAGE",
        ON_PLANE + "theChartIsInstalledAsTheReadmeSays");
    typed(
        "helm uninstall bleu --namespace bleu-system",
        ON_PLANE + "theChartIsInstalledAsTheReadmeSays");
    typed(
        "bleu what-if --lose ZONE --lose ZONE",
        "cli.WhatIfCommandTest#twoLossesAtOnceLeaveWhatIsInNeither");
    typed("bleu release", ON_PLANE + "theChartIsInstalledAsTheReadmeSays");
    typed("bleu init", ON_PLANE + "fromOutsideAsTheReadmeSays");
    typed("kubectl apply --server-side -f crds", ON_PLANE + "fromOutsideAsTheReadmeSays");
    typed("bleu run", ON_PLANE + "fromOutsideAsTheReadmeSays");
    typed("source <(bleu completion bash)", "cli.CompletionTest#bashCompletesVerbsAndOptions");
    typed("kubectl bleu", "cli.LauncherTest#answersToKubectl");
    typed("bleu waivers", "cli.WaiversCommandTest#peopleSeeWhatIsSetAsideAndWhatIsLeftToDo");
    typed("bleu waivers approve", ON_PLANE_WAIVERS);
    typed("bleu waivers approve late -n sante", ON_PLANE_WAIVERS);
    typed("bleu facts due", "cli.FactsCommandTest#peopleSeeATable");
    typed("bleu facts confirm", "cli.FactsCommandTest#whatHadNoProvenanceGetsOne");
    // Examples
    typed(
        "bleu plan -f examples/hospital -f examples/policies/no-flood-basin.yaml",
        "cli.RulesTryTest#theHospitalOutsideFloodBasins");
    typed(
        "bleu plan -f examples/hospital -f examples/jobs",
        "cli.PlanCommandTest#podsOfACronJobAreDecidedFor");
    typed(
        "bleu explain sante/courrier -f examples/hospital -f examples/mail",
        "cli.ExampleStoriesTest#mailOutsideTheQualifiedScopeIsTheLinkThatFails");
    typed("bleu sandbox --lose ct-az05", "cli.SandboxCommandTest#aLossIsShownWithTheFailover");
    typed("kubectl apply -f examples/migration", ON_PLANE + "fromOutsideAsTheReadmeSays");
    typed("hack/openb", OPENB);
    typed("bleu drill", DRILL_ON_PLANE);
    typed("bleu drill NAME", DRILL_ON_PLANE);
    typed("bleu drill NAME --run", DRILL_ON_PLANE);
    typed(
        "bleu drill -f examples/hospital -f examples/drills/appointments.yaml",
        "cli.ExampleStoriesTest#aPolicyThatLeavesTwoSitesMakesTheDrillFail");
    typed(
        "bleu drill -f examples/hospital -f examples/drills",
        "cli.ExampleStoriesTest#aPolicyThatLeavesTwoSitesMakesTheDrillFail");
    // Documents for those who change this
    typed("bleu plan -o json", "placement.RecordedPlansTest");
    typed("bleu plan -f examples/openb", "cli.PlanCommandTest#tablesFitIn100Columns");
    typed("bleu plan -f examples/hospital", "cli.PlanCommandTest#tablesFitIn100Columns");
    typed("bleu sandbox --once", "cli.SandboxCommandTest#theClusterDoesWhatPlanSaysOffline");
    typed("bleu rules", "cli.VerbsTest#rulesAreThoseOfTheCatalogue");
    typed("bleu rules NoZoneAllowed", "cli.plan.GlossaryTest#whatIsPrintedCanBeLookedUp");
    typed("bleu rules ownership", "cli.plan.GlossaryTest#whatIsPrintedCanBeLookedUp");
    typed("bleu version", "cli.VerbsTest#helpAndVersionAreResults");
    typed("bleu rules --try", "cli.RulesTryTest#answersForEachWorkloadAndZone");
    typed("bleu rules --requirements", "cli.RulesRequirementsTest");
    typed("bleu report --output oscal -f examples/hospital", "cli.OscalDocumentsTest");
    typed("bleu report --output csv -f examples/hospital --redact", "cli.ReportCommandTest");
    typed("bleu report --output oscal-catalog", "cli.OscalDocumentsTest");
    typed("bleu report --output oscal", "cli.OscalDocumentsTest");
    typed("bleu report --output csv", "cli.ReportCommandTest");
    typed("hack/crds", "api.v1alpha1.CrdFilesTest");
    typed("hack/rules-doc", "chart.ChartRulesTest");
    typed("hack/packages-doc", "PackageDirectionsTest");
    typed("bleu run --evidence-dir DIR", "operator.EvidencePlaneTest");
    typed("bleu verify DIR --trusted-key FILE", "cli.VerifyCommandTest");
    typed(
        "bleu verify --origin UID",
        "cli.VerifyCommandTest#directoryOfAnotherClusterIsSeenByItsOrigin");
    // Measures, and starts Maven anew on the tree under test: its figures are no pass or fail.
    typed("hack/bench -prof gc -bm sample oneWorkload", "");
    typed("hack/bench [ARGUMENTS OF JMH]", "");
    typed("hack/bench operator", "");
    typed("hack/bench RulesBenchmark", "");
    typed("hack/bench PassBenchmark", "");
    typed("hack/bench ledger [COUNT..]", "");
    typed("hack/bench workloads [COUNT [SECONDS]]", "");
    typed("hack/bench verify", "");
  }

  private static void typed(String command, String test) {
    TYPED_BY.put(command, test);
  }

  @Test
  void everyCommandInTextIsTypedByATest() {
    Map<String, String> unknown = new TreeMap<>();
    TreeSet<String> gone = new TreeSet<>(TYPED_BY.keySet());
    for (Path document : DocumentedCommands.documents()) {
      for (String command : DocumentedCommands.inText(document)) {
        String bare = command.replaceFirst("^\\./", "");
        gone.remove(bare);
        if (!TYPED_BY.containsKey(bare)) {
          unknown.put(command, document.toString());
        }
      }
    }
    assertEquals(Map.of(), unknown, "no test types these: add one, and name it here");
    assertEquals(new TreeSet<>(), gone, "no document tells these any more");
  }

  @Test
  void theTestsThatAreNamedAreThere() throws Exception {
    for (String test : TYPED_BY.values()) {
      if (test.isEmpty()) {
        continue;
      }
      String[] parts = test.split("#");
      Class<?> type = Class.forName("cloud.bleu." + parts[0]);
      assertTrue(
          Stream.of(type.getDeclaredMethods())
              .filter(m -> parts.length == 1 || m.getName().equals(parts[1]))
              .anyMatch(DocumentedCommandsTest::isTest),
          test);
    }
  }

  @Test
  void whatStandsAtAPromptIsTypedByTheStories() {
    for (Path document : DocumentedCommands.documents()) {
      for (String command : DocumentedCommands.atPrompts(document)) {
        boolean story = ExampleStoriesTest.reads(document) && command.contains("bleu ");
        assertTrue(story || TYPED_BY.containsKey(command), document + ": " + command);
      }
    }
  }

  private static boolean isTest(Method method) {
    return AnnotationSupport.isAnnotated(method, Testable.class);
  }
}
