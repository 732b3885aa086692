package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** No document tells people to type what no test types. */
class DocumentedCommandsTest {

  private static final String GUIDES = "cli.HowToPlaneTest#";
  private static final String README = GUIDES + "fiveMinutesOfTheReadme";
  private static final String INSTALL = GUIDES + "install";
  private static final String TAKE_OVER = GUIDES + "takeOverADeployment";
  private static final String ON_PLANE_WAIVERS =
      "operator.WaiversPlaneTest#aPersonAndNoServiceAccountApproves";
  private static final String OPENB = "examples.ExamplesTest#openbIsWhatItsGeneratorWrites";

  private static final String SHOP = "cli.AssessMigrationTest#";

  private static final String RELEASE =
      "chart.HelmReleaseTest#aReleaseLivesAndNoObjectOfAUserGoesWithIt";

  private static final String KINDS_COME =
      "chart.HelmReleaseTest#kindsThatDifferComeWithAnUpgradeAfterEachWayIn";

  private static final String DRILL_ON_PLANE =
      "operator.DrillPlaneTest#theyRunOnPaperAndForRealAcrossChangesOfLeaders";

  /** Who types what stands in text; what stands at a prompt is typed by ExampleStoriesTest. */
  private static final Map<String, String> TYPED_BY = new LinkedHashMap<>();

  static {
    // README
    typed("bleu sandbox", "cli.SandboxEndTest#anInterruptEndsItAndLeavesNothing");
    typed("hack/test", "layers.TestCommandTest#everythingPassed");
    typed("kubectl get bw -A -w", "sandbox.KubectlOnEmbeddedServerTest#itWatchesAndWaits");
    typed(
        "bleu sandbox --control-plane real",
        "cli.SandboxOnPlaneTest#withoutMembersItEndsWhenAllIsSettled");
    typed(
        "bleu sandbox --control-plane real --members 2",
        "cli.SandboxOnPlaneTest#aClusterIsLostForRealAndComesBack");
    typed("helm template", "chart.HelmTemplateTest#providersTakeAClusterToLookInto");
    typed("bleu plan", "cli.ClusterInputTest#aClusterGivesWhatItsManifestsGive");
    typed(
        "helm install bleu helm/bleu --namespace bleu-system --create-namespace --set"
            + " image.repository=YOUR/IMAGE",
        RELEASE);
    typed("helm uninstall bleu --namespace bleu-system", RELEASE);
    typed(
        "bleu what-if --lose ZONE --lose ZONE",
        "cli.WhatIfCommandTest#twoLossesAtOnceLeaveWhatIsInNeither");
    typed("bleu release", RELEASE);
    typed(
        "bleu release --zone fc-1",
        "cli.ReleaseZoneTest#zoneThatIsReportedLostIsLetGoAndNothingElse");
    typed("kubectl apply --server-side -f crds", README);
    typed("kubectl apply --server-side -f crds --field-manager=helm", INSTALL);
    typed("kubectl apply --server-side -f crds --force-conflicts", GUIDES + "upgrade");
    typed("kubectl scale", KINDS_COME);
    typed("bleu run", README);
    typed("bleu run --ui", "operator.UiPlaneTest#eachServiceAccountSeesWhatItMayList");
    typed("source <(bleu completion bash)", "cli.CompletionTest#bashCompletesVerbsAndOptions");
    typed("kubectl bleu", "cli.LauncherTest#answersToKubectl");
    typed("bleu waivers", "cli.WaiversCommandTest#peopleSeeWhatIsSetAsideAndWhatIsLeftToDo");
    typed("bleu facts due", "cli.WaiversCommandTest#peopleReadBreakGlassesBesideWaivers");
    typed("bleu waivers approve", ON_PLANE_WAIVERS);
    for (String glass :
        List.of(
            "bleu break-glass",
            "bleu break-glass WORKLOAD --countersign --zone ZONE",
            "bleu break-glass dossier-patient -n sante --zone bleu-fs-1 --until 8h --reason \"Region central is lost\"",
            "bleu break-glass dossier-patient -n sante --countersign --zone bleu-fs-1",
            "bleu break-glass dossier-patient -n sante --end",
            "bleu break-glass demo/web --countersign --zone fr-a",
            "bleu explain sante/dossier-patient")) {
      typed(glass, "operator.ApprovalPlaneTest#breakGlassIsToldFromItsFirstSecondToItsEnd");
    }
    typed("bleu facts confirm", "cli.FactsCommandTest#whatHadNoProvenanceGetsOne");
    // How-to guides
    for (String followed :
        List.of(
            "bleu init",
            "bleu init > estate.yaml",
            "kubectl apply -f estate.yaml",
            "kubectl apply -f examples/first",
            "kubectl get bw -n demo",
            "bleu explain demo/web")) {
      typed(followed, README);
    }
    for (String followed :
        List.of(
            "bleu what-if --lose fr-a",
            "kubectl annotate az fr-a placement.bleu.cloud/incident=Lost",
            "kubectl get az fr-a",
            "kubectl get bw -n demo web",
            "kubectl annotate az fr-a placement.bleu.cloud/incident-",
            "kubectl patch az fr-a --type merge -p '{\"spec\":{\"state\":\"Drained\"}}'",
            "kubectl patch az fr-a --type merge -p '{\"spec\":{\"state\":\"Active\"}}'")) {
      typed(followed, GUIDES + "loseAZone");
    }
    for (String followed :
        List.of(
            "kubectl apply -f drill.yaml",
            "bleu drill fr-a-monthly --run",
            "bleu drill fr-a-monthly",
            "kubectl get drill")) {
      typed(followed, GUIDES + "runADrill");
    }
    for (String tried :
        List.of(
            "bleu rules key-custody",
            "bleu rules -f examples/hospital --try \"zone.failureDomains.flood == 'None'\"",
            "bleu what-if -f examples/hospital --policy policy.yaml")) {
      typed(tried, "cli.HowToOnFilesTest#aPolicyIsTriedBeforeItIsApplied");
    }
    typed("kubectl apply -f policy.yaml", GUIDES + "enforce");
    for (String followed :
        List.of(
            "kubectl get nodes,pods,wp -A -o yaml > nodes.yaml",
            "bleu plan -f nodes.yaml -f estate.yaml -f examples/first",
            "kubectl apply -f service.yaml",
            "kubectl get pods -n demo -l placement.bleu.cloud/workload=web -o wide",
            "kubectl scale bw/web -n demo --replicas=6",
            "kubectl apply -f autoscaler.yaml",
            "kubectl patch bw web -n demo --type=json -p '[{\"op\": \"replace\", \"path\":"
                + " \"/spec/workload/deployment/template/spec/containers/0/image\", \"value\":"
                + " \"registry.k8s.io/pause:3.9\"}]'",
            "kubectl wait bw/web -n demo --for=condition=Ready --timeout=5m",
            "kubectl patch bw web -n demo --type=merge -p '{\"spec\": {\"workload\": {\"deployment\": "
                + "{\"template\": {\"metadata\": {\"annotations\": {\"kubectl.kubernetes.io/restartedAt\": \"2026-05-04T10:00:00Z\"}}}}}}}'",
            "kubectl delete bw -n demo web")) {
      typed(followed, GUIDES + "runAWorkload");
    }
    for (String followed :
        List.of(
            "kubectl get bw -A",
            "kubectl describe bw -n demo web",
            "bleu rules CountryUnknown",
            "kubectl apply -f examples/policies/france-only.yaml",
            "kubectl patch az fr-a --type merge -p '{\"spec\":{\"location\":{\"country\":\"FR\","
                + "\"provenance\":{\"basis\":\"Contract\",\"source\":\"annex 2\","
                + "\"asOf\":\"'$(date +%F)'\"}}}}'")) {
      typed(followed, GUIDES + "readARefusal");
    }
    for (String followed :
        List.of(
            "bleu doctor -n demo",
            "kubectl label ns demo placement.bleu.cloud/governed=Audit --overwrite",
            "kubectl label ns demo placement.bleu.cloud/governed=Enforce --overwrite",
            "kubectl label ns demo placement.bleu.cloud/governed-",
            "kubectl apply -f examples/limits/use-vital.yaml",
            "kubectl create rolebinding use-vital --clusterrole=use-vital --group=record -n demo",
            "kubectl auth can-i use priorityclasses.scheduling.k8s.io/vital -n demo --as=jo"
                + " --as-group=record",
            "kubectl annotate ns demo placement.bleu.cloud/data-classes=Health --overwrite",
            "kubectl get sovpol",
            "kubectl describe sovpol demo")) {
      typed(followed, GUIDES + "enforce");
    }
    for (String followed :
        List.of(
            "kubectl apply -f late.yaml",
            "bleu waivers approve late -n archives",
            "kubectl get waiver -A",
            "kubectl get cprov",
            "kubectl describe bw -n archives depot")) {
      typed(followed, GUIDES + "waiver");
    }
    for (String followed :
        List.of(
            "kubectl get cprov,az,sovpol,waiver,drill,mplan -A -o yaml > facts.yaml",
            "kubectl get bw -A -o yaml > workloads.yaml",
            "sed -i '/^    \\(uid\\|resourceVersion\\|creationTimestamp\\|generation\\):/d'"
                + " namespaces.yaml priorities.yaml secrets.yaml facts.yaml deployments.yaml"
                + " workloads.yaml",
            "kubectl get ns -o yaml > namespaces.yaml",
            "kubectl get pc -o yaml > priorities.yaml",
            "kubectl get secret -n bleu-system --field-selector type=Opaque -o yaml > secrets.yaml",
            "kubectl get deploy -A -l '!placement.bleu.cloud/workload' -o yaml > deployments.yaml",
            "kubectl get wp -A -o yaml > placements.yaml",
            "kubectl apply -f priorities.yaml",
            "kubectl apply -f namespaces.yaml",
            "kubectl apply -f secrets.yaml",
            "kubectl apply -f deployments.yaml",
            "kubectl apply -f facts.yaml",
            "kubectl wait --for=condition=Ready sovpol --all --timeout=60s",
            "kubectl apply -f workloads.yaml")) {
      typed(followed, GUIDES + "backUpAndRestore");
    }
    for (String followed :
        List.of(
            "kubectl explain bleuworkload.spec.workload.statefulSet",
            "kubectl create service clusterip db --clusterip=None --tcp=5432 -n demo",
            "kubectl patch service db -n demo --type merge -p"
                + " '{\"spec\":{\"publishNotReadyAddresses\":true}}'",
            "kubectl apply -f db.yaml",
            "kubectl get sts -n demo",
            "kubectl get pods -n demo -l placement.bleu.cloud/workload=db",
            "kubectl get endpointslices -n demo -l kubernetes.io/service-name=db -o"
                + " jsonpath='{.items[*].endpoints[*].hostname}'",
            "kubectl get bw -n demo db",
            "kubectl get pvc -n demo -l placement.bleu.cloud/workload=db",
            "kubectl delete pvc -n demo -l"
                + " placement.bleu.cloud/workload=db,placement.bleu.cloud/zone=fr-a",
            "kubectl get wp -n demo db -o jsonpath='{range .spec.formerOrdinals[*]}{.zone} {.ordinalsStart}"
                + " {.ordinals}{\"\\n\"}{end}{range .spec.assignments[*]}{.zone} {.ordinalsStart} {.replicas}"
                + " {.home}{\"\\n\"}{end}'",
            "kubectl get pvc -n demo -l placement.bleu.cloud/workload=db -L placement.bleu.cloud/zone",
            "kubectl delete bw -n demo db",
            "kubectl delete pvc -n demo -l placement.bleu.cloud/workload=db",
            "kubectl delete service db -n demo")) {
      typed(followed, GUIDES + "runAStatefulSet");
    }
    for (String followed :
        List.of(
            "kubectl explain bleuworkload.spec",
            "kubectl explain bleuworkload.spec.workload.deploymentRef",
            "kubectl get decisionledger decisions -o jsonpath='{.spec.entries[*].sequence}'",
            "bleu plan --diff")) {
      typed(followed, GUIDES + "upgrade");
    }
    typed(
        "kubectl get wp -A -o jsonpath='{range"
            + " .items[?(@.spec.formerOrdinals)]}{.metadata.namespace}/{.metadata.name}"
            + " {.spec.formerOrdinals[*].zone}{\"\\n\"}{end}'",
        "cli.FormerZonesPlaneTest#zonesThatWereLeftAreListed");
    for (String command :
        List.of(
            "kubectl --context fc-1 apply -f examples/members/rbac.yaml",
            "kubectl --context fc-1 get cm kube-root-ca.crt -n bleu-member -o jsonpath='{.data.ca\\.crt}' > fc-1.crt",
            "kubectl config set-cluster fc-1 --kubeconfig fc-1.kubeconfig --server https://API-SERVER:6443 --certificate-authority fc-1.crt --embed-certs",
            "kubectl config set-credentials bleu --kubeconfig fc-1.kubeconfig --token \"$(kubectl --context fc-1 create token bleu -n bleu-member --duration 2160h)\"",
            "kubectl config set-context fc-1 --kubeconfig fc-1.kubeconfig --cluster fc-1 --user bleu",
            "kubectl config use-context fc-1 --kubeconfig fc-1.kubeconfig",
            "kubectl --kubeconfig fc-1.kubeconfig get ns kube-system",
            "kubectl create secret generic fc-1 -n bleu-system --from-file=kubeconfig=fc-1.kubeconfig",
            "kubectl get ns kube-system -o jsonpath={.metadata.uid}",
            "kubectl --context fc-1 create ns demo",
            "kubectl --context fc-1 label ns demo placement.bleu.cloud/home=UID",
            "kubectl apply -f fc-1.yaml",
            "kubectl wait --for=condition=TargetReachable az/fc-1 --timeout=60s",
            "helm install bleu helm/bleu --kube-context fc-1 --namespace bleu-member --set mode=member",
            "kubectl wait --for=condition=EnforcedElsewhere az/fc-1 --timeout=60s",
            "kubectl --context fc-1 label ns demo placement.bleu.cloud/governed=Enforce",
            "helm uninstall bleu --kube-context fc-1 --namespace bleu-member",
            "kubectl get az fc-1 -o jsonpath='{.status.conditions[?(@.type==\"TargetReachable\")].message}'",
            "kubectl create secret generic fc-1 -n bleu-system --from-file=kubeconfig=fc-1.kubeconfig --dry-run=client -o yaml | kubectl apply -f -",
            "kubectl annotate az fc-1 placement.bleu.cloud/incident=Lost",
            "kubectl patch az fc-1 --type merge -p '{\"spec\":{\"state\":\"Drained\"}}'",
            "kubectl get bw -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name} {.metadata.finalizers}{\"\\n\"}{end}' | grep elsewhere.placement.bleu.cloud/fc-1",
            "kubectl delete az fc-1",
            "kubectl delete secret fc-1 -n bleu-system",
            "kubectl --context fc-1 delete -f examples/members/rbac.yaml",
            "kubectl get bw -A -o yaml | sed '/\\.elsewhere\\.placement\\.bleu\\.cloud\\/fc-1$/d' | kubectl replace -f -",
            "kubectl --context fc-1 delete deploy,sts,pdb,netpol,cm,secret,sa,svc,ing,role,rolebinding -A -l placement.bleu.cloud/home=UID")) {
      typed(command, "delivery.MembersPlaneTest$Guide#theGuideIsFollowedAsItStands");
    }
    for (String command :
        List.of(
            "helm install bleu helm/bleu --kube-context karmada --namespace bleu-system --create-namespace --set replicas=0,karmada.enabled=true",
            "kubectl --context karmada config view --minify --flatten --raw -o jsonpath='{.clusters[0].cluster.certificate-authority-data}' | base64 -d > karmada.crt",
            "kubectl config set-cluster karmada --kubeconfig karmada.kubeconfig --server https://API-SERVER:5443 --certificate-authority karmada.crt --embed-certs",
            "kubectl config set-credentials bleu --kubeconfig karmada.kubeconfig --token \"$(kubectl --context karmada create token bleu -n bleu-system --duration 2160h)\"",
            "kubectl config set-context karmada --kubeconfig karmada.kubeconfig --cluster karmada --user bleu",
            "kubectl config use-context karmada --kubeconfig karmada.kubeconfig",
            "kubectl create namespace bleu-system",
            "kubectl create secret generic bleu-karmada -n bleu-system --from-file=kubeconfig=karmada.kubeconfig",
            "helm install bleu helm/bleu --namespace bleu-system --set apiServer.kubeconfigSecret=bleu-karmada,rbac.create=false,crds.enabled=false,admission.enabled=false --set image.repository=YOUR/IMAGE")) {
      typed(command, "cli.KarmadaReleasesPlaneTest#theReleaseBesideKarmadaActsThere");
    }
    typed(
        "helm upgrade bleu helm/bleu --namespace bleu-system --reset-then-reuse-values"
            + " --set replicas=0",
        KINDS_COME);
    for (String command :
        List.of(
            "kubectl diff --server-side -f crds --force-conflicts",
            "helm upgrade bleu helm/bleu --namespace bleu-system --reset-then-reuse-values"
                + " --force-conflicts",
            "helm upgrade bleu helm/bleu --namespace bleu-system --reset-then-reuse-values --set"
                + " members.enabled=true",
            "helm history bleu --namespace bleu-system",
            "helm rollback bleu REVISION --namespace bleu-system",
            "kubectl annotate crds -l app.kubernetes.io/name=bleu"
                + " argocd.argoproj.io/sync-options=Prune=false,Delete=false --overwrite")) {
      typed(command, RELEASE);
    }
    for (String command :
        List.of(
            "kubectl get bw -n mairie etat-civil",
            "kubectl get deploy -n mairie",
            "kubectl delete bw -n mairie etat-civil")) {
      typed(command, TAKE_OVER);
    }
    typed(
        "bleu facts confirm CloudProvider/alpha"
            + " 'offerings[cloud].qualifications[SecNumCloud]' -f provider.yaml",
        "cli.HowToOnFilesTest#aFactIsConfirmedInItsFileAndNothingElseChanges");
    for (String command :
        List.of(
            "kubectl -n bleu-system rollout status deployment/bleu",
            "kubectl get clusterrolebindings,rolebindings --all-namespaces -o wide",
            "helm upgrade bleu helm/bleu --namespace bleu-system --reset-then-reuse-values"
                + " --set crds.enabled=false")) {
      typed(command, RELEASE);
    }
    for (String command :
        List.of(
            "helm install bleu helm/bleu --namespace bleu-system --create-namespace"
                + " --take-ownership -f values.yaml",
            "kubectl create clusterrolebinding bleu-facts --clusterrole=bleu-facts-reader"
                + " --group=system:authenticated",
            "kubectl create clusterrolebinding bleu-on-call --clusterrole=bleu-reader"
                + " --group=on-call",
            "kubectl create clusterrolebinding bleu-on-call-zones --clusterrole=bleu-zone-keeper"
                + " --group=on-call",
            "kubectl create rolebinding bleu-on-call --role=bleu-lease-reader --group=on-call"
                + " -n bleu-system",
            "kubectl create rolebinding bleu-approvers --clusterrole=bleu-approver"
                + " --group=security -n bleu-system",
            "kubectl -n bleu-system get pods",
            "helm upgrade bleu helm/bleu --namespace bleu-system --reset-then-reuse-values"
                + " --set log.level=DEBUG",
            "kubectl -n default get endpointslices -l" + " kubernetes.io/service-name=kubernetes",
            "kubectl delete crds -l app.kubernetes.io/instance=bleu")) {
      typed(command, INSTALL);
    }
    for (String command :
        List.of(
            "hack/manifests manifests --set image.repository=YOUR/IMAGE",
            "kubectl apply --server-side -f manifests/crds.yaml",
            "kubectl apply --server-side -k manifests")) {
      typed(command, INSTALL);
    }
    typed("hack/image", "image.ImageScriptTest");
    for (String command :
        List.of(
            "hack/image --bundle --key ~/release.key",
            "helm install bleu bleu-0.1.0.tgz --namespace bleu-system --create-namespace"
                + " --take-ownership --set image.repository=REGISTRY/bleu --set"
                + " image.digest=$(cat digest)",
            "kubectl apply -f policies/france-only.yaml",
            "sed -i 's|\"bleu@|\"REGISTRY/bleu@|' manifests/operator.yaml")) {
      typed(command, "image.BundleTest#theGuideIsFollowedAsItStands");
    }
    // They run these tests.
    typed("hack/image --check", "image.ImageTest");
    typed("hack/image --classes", "image.ImagePlaneTest");
    typed("helm upgrade", RELEASE);
    typed("bleu rules CODE", "cli.plan.GlossaryTest#whatIsPrintedCanBeLookedUp");
    typed("bleu verify", "cli.VerifyCommandTest");
    typed("hack/test --without-control-plane", "layers.TestCommandTest");
    typed("hack/test -- -Dtest=PlanCommandTest", "layers.TestCommandTest");
    typed(
        "hack/test --long", "layers.TestCommandTest#campaignsAreBoundedUnlessLongOnesAreAskedFor");
    for (String command : List.of("hack/test --flux", "hack/test --ocm", "hack/test --older")) {
      typed(
          command, "layers.TestCommandTest#enginesAreBuiltAndGivenToTheTestsWhereTheyAreAskedFor");
    }
    typed("hack/krew", "distribution.KrewTest");
    typed("hack/chart", "distribution.ChartPackageTest");
    typed(
        "hack/chart --image REGISTRY/bleu@sha256:DIGEST --link source=https://YOUR/REPOSITORY",
        "distribution.ChartPackageTest#thePackedChartNamesTheImageAndTheAddresses");
    for (String command :
        List.of(
            "hack/olm bundle --set image.repository=YOUR/IMAGE",
            "kubectl apply --server-side -f bundle/besides.yaml")) {
      typed(command, "distribution.OlmBundleTest");
    }
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
    typed("kubectl apply -f examples/migration", TAKE_OVER);
    typed("hack/openb", OPENB);
    typed("hack/lint", "controlplane.LintScriptTest");
    typed("hack/lint shellcheck yamllint", "controlplane.LintScriptTest");
    typed("helm lint --strict", "chart.HelmTemplateTest");
    typed("bleu drill", DRILL_ON_PLANE);
    typed("bleu drill NAME --run", DRILL_ON_PLANE);
    for (String command :
        List.of(
            "kubectl apply -f drill-live.yaml",
            "bleu drill fr-a-live --run --live",
            "bleu drill fr-a-live --abort",
            "bleu drill NAME --abort")) {
      typed(command, DRILL_ON_PLANE);
    }
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
    typed("bleu help facts confirm", "cli.VerbsTest#helpAndVersionAreResults");
    typed("bleu rules --try", "cli.RulesTryTest#answersForEachWorkloadAndZone");
    typed("bleu rules --requirements", "cli.RulesRequirementsTest");
    typed("bleu report --output oscal -f examples/hospital", "cli.OscalDocumentsTest");
    typed("bleu report --output csv -f examples/hospital --redact", "cli.ReportCommandTest");
    typed("bleu report --output html -f examples/hospital", "report.html.HtmlPageTest");
    typed("bleu report -o html", "report.html.HtmlPageTest");
    typed("bleu report --output json -f examples/hospital", "cli.PageReportTest");
    typed("bleu what-if --lose ZONE", "cli.PageReportTest");
    for (String ui : List.of("bleu ui -f examples/hospital", "bleu ui", "kubectl bleu ui")) {
      typed(ui, "cli.UiCommandTest#anExampleIsShownInFrench");
    }
    typed("bleu ui --evidence", "cli.UiCommandTest");
    typed("bleu report --output oscal-catalog", "cli.OscalDocumentsTest");
    typed("bleu report --output oscal", "cli.OscalDocumentsTest");
    typed("bleu report --output csv", "cli.ReportCommandTest");
    typed("bleu assess", "cli.AssessCommandTest");
    typed("bleu assess --plan", SHOP + "misuseSaysWhatToDo");
    typed("bleu assess -f examples/migration", "cli.OutputFormatsTest#everyFormatIsTaken");
    typed(
        "bleu assess -f examples/migration --target s3ns -o wide",
        "cli.OutputFormatsTest#everyFormatIsTaken");
    typed(
        "bleu assess -f examples/aks-shop/today", SHOP + "theGraphOfTheShopIsWhatItsManifestsSay");
    typed(
        "bleu assess -f examples/aks-shop/today --graph",
        SHOP + "theGraphOfTheShopIsWhatItsManifestsSay");
    typed("bleu assess -f examples/aks-shop/today --graph -o mermaid", SHOP + "theGraphIsDrawn");
    typed(
        "bleu assess -f examples/aks-shop/today --plan --estate examples/migration",
        SHOP + "theCheckListHasEachWave");
    typed(
        "bleu assess -f examples/aks-shop/today --plan --estate examples/migration --waves"
            + " examples/aks-shop/move/waves.yaml",
        "cli.ExampleStoriesTest#theDocumentShowsWhatIsPrinted");
    typed(
        "bleu assess -f examples/aks-shop/today --plan --estate examples/migration --waves"
            + " examples/aks-shop/move/plan.yaml",
        "migration.MigrationPlanTest#theStatusIsTheAnswerOfTheCommandLine");
    for (String command :
        List.of(
            "kubectl get mplan",
            "kubectl get mplan shop -o jsonpath='{.status.next}'",
            "kubectl --context target get cprov,az,sovpol,waiver,bw,wp,ns,nodes,pods -A -o yaml >"
                + " target.yaml",
            "kubectl wait mplan/shop --for=condition=NextWaveClear --timeout=60s")) {
      typed(command, "operator.MigrationPlaneTest#itIsPlannedOnceItMayBeReadAndFollowsWhatRuns");
    }
    typed(
        "bleu assess -f examples/aks-shop/today --estate examples/migration --write drafts",
        SHOP + "draftsPassThePlanAndEachGuessIsMarked");
    typed(
        "bleu plan -f examples/migration -f examples/aks-shop/today -f drafts",
        SHOP + "draftsPassThePlanAndEachGuessIsMarked");
    typed(
        "bleu assess --context source -n shop --plan --waves plan.yaml --estate target.yaml",
        "cli.AssessClusterTest#aPlanNamesTheNamespaces");
    for (String command :
        List.of(
            "bleu assess -f examples/aks-shop/today --estate examples/migration --write drafts"
                + " --rehearse",
            "kubectl apply -R -f drafts/rehearsal",
            "kubectl wait bw --all -n boutique-rehearsal --for=condition=Ready --timeout=10m",
            "kubectl delete ns boutique-rehearsal",
            "kubectl apply -f drafts/namespaces.yaml",
            "kubectl apply -f drafts/boutique/orders-db.yaml -f drafts/boutique/queue.yaml",
            "kubectl apply -f drafts/boutique/orders.yaml -f drafts/boutique/stock.yaml",
            "kubectl apply -f drafts/boutique/prices.yaml -f drafts/boutique/invoices.yaml",
            "kubectl wait bw --all -n boutique --for=condition=Ready --timeout=10m",
            "kubectl apply -f drafts/boutique/web.yaml")) {
      typed(command, TAKE_OVER);
    }
    typed(
        "bleu plan -f examples/migration -f drafts/rehearsal",
        "cli.AssessDraftsTest#aRehearsalPassesThePlan");
    for (String command :
        List.of(
            "bleu assess --context",
            "bleu assess --context prod -n shop",
            "bleu assess --context prod -n boutique -o html",
            "bleu assess --context prod -n mairie --target s3ns")) {
      typed(
          command,
          "operator.NamespaceUserPlaneTest#assessSaysOfHerNamespaceWhatItSaysOfItsManifests");
    }
    for (String command :
        List.of(
            "bleu assess --release web -n shop",
            "bleu assess --release etat-civil -n mairie --target s3ns")) {
      typed(command, "cli.AssessReleaseTest#whatWasRenderedIsAssessed");
    }
    typed("bleu assess --list", "cli.AssessCommandTest#theListHasEveryCode");
    typed("helm template . | bleu assess -f -", "cli.AssessCommandTest");
    typed("bleu schema schemas", "cli.SchemaCommandTest#oneFileAKindAndOneForAll");
    for (String format : List.of("--diff -o markdown", "-o sarif", "-o junit")) {
      typed(
          "bleu plan -f examples/hospital " + format,
          "cli.PlanReviewTest#whatIsWholeHasNoFailureAndNoError");
    }
    for (String followed :
        List.of(
            "kubectl get az,waiver,nodes,pods,wp -A -o yaml > cluster.yaml",
            "bleu plan -f estate -f workloads -f waivers -f cluster.yaml --diff")) {
      typed(followed, GUIDES + "loseAZone");
    }
    typed(
        "kubectl apply --server-side --field-manager=bleu -f examples/gitops/argocd/argocd-cm.yaml",
        "examples.KustomizePlaneTest#theHealthScriptsAreAddedToWhatIsThere");
    typed("hack/crds", "api.v1alpha1.CrdFilesTest");
    // Codes and verbs say these to look further.
    typed("bleu doctor", "cli.DoctorCommandTest");
    typed("helm test bleu --namespace bleu-system", RELEASE);
    typed("bleu check", RELEASE);
    typed("kubectl -n bleu-system get lease bleu-placement-operator -o yaml", RELEASE);
    typed(
        "bleu check --namespaces shop,clinic",
        "operator.NamespacesPlaneTest#anotherNamespaceIsReadAndSaidAndLeftAsItIs");
    typed("bleu drill NAME", DRILL_ON_PLANE);
    typed("bleu explain", "cli.VerbsTest#explainTellsWhyNotThere");
    typed("bleu report", "cli.ReportCommandTest");
    typed("bleu run --evidence-dir", "operator.EvidencePlaneTest");
    typed("hack/docs", "chart.ChartRulesTest");
    // Installs MkDocs from a registry: SiteNavigationTest holds its pages and what they ask.
    typed("hack/docs site", "");
    // They need a browser: the script without one is tested.
    for (String pages : List.of("", " hospital live", " large", " wide")) {
      typed("hack/page" + pages, "report.html.PageScriptTest");
    }
    typed("bleu run --evidence-dir DIR", "operator.EvidencePlaneTest");
    typed("bleu verify DIR --trusted-key FILE", "cli.VerifyCommandTest");
    typed(
        "bleu verify --origin UID",
        "cli.VerifyCommandTest#directoryOfAnotherClusterIsSeenByItsOrigin");
    // Measures, and starts Maven anew on the tree under test: its figures are no pass or fail.
    typed("hack/bench -prof gc -bm sample oneWorkload", "");
    typed("hack/bench [ARGUMENTS OF JMH]", "");
    typed("hack/bench operator", "");
    typed("hack/bench edits", "");
    typed("hack/bench uneven", "");
    typed("hack/bench pass [COUNT [PASSES]]", "");
    typed("hack/bench RulesBenchmark", "");
    typed("hack/bench PassBenchmark", "");
    typed("hack/bench karmada 40 3", "");
    typed("hack/bench targets 6", "");
    typed("hack/bench ledger [COUNT..]", "");
    typed("hack/bench loss [COUNT]", "");
    typed("hack/bench workloads [COUNT [SECONDS]]", "");
    typed("hack/bench workloads 2000 20 100 4", "");
    typed("hack/bench members", "");
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
      // As it is: what a class computes for its tests takes seconds.
      Class<?> type = Class.forName("cloud.bleu." + parts[0], false, getClass().getClassLoader());
      assertFalse(Modifier.isAbstract(type.getModifiers()), test + " is abstract, and never runs");
      assertTrue(
          Stream.<Class<?>>iterate(type, c -> c != null, Class::getSuperclass)
              .flatMap(c -> Stream.of(c.getDeclaredMethods()))
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
