package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.input.BadManifestsException;
import cloud.bleu.cli.input.ClusterReader;
import cloud.bleu.cli.input.Controllers;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.input.MissingRights;
import cloud.bleu.cli.input.NamespaceObjects;
import cloud.bleu.cli.input.ObjectErrors;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what there is to say of a namespace: of a cluster, with few rights too, or of files. */
public final class NamespaceReader {

  private final String namespace;
  private final InputOptions input;
  private final IOStreams streams;

  /** Of one namespace of what the options name; what is not seen is printed as a note. */
  public NamespaceReader(String namespace, InputOptions input, IOStreams streams) {
    this.namespace = namespace;
    this.input = input;
    this.streams = streams;
  }

  /**
   * What is there.
   *
   * @throws BadInputException if it cannot be read
   */
  public InspectedNamespace read() {
    return input.files.isEmpty() ? cluster() : manifests();
  }

  private InspectedNamespace cluster() {
    try {
      Input.Read read = Input.cluster(input, streams);
      ObjectErrors errors = read.errors().within(namespace);
      errors.report(streams.err());
      List<HasMetadata> controllers = ClusterReader.controllers(input, namespace);
      return new InspectedNamespace(
          read.objects(),
          controllers,
          EnforcedGate.of(read.objects(), namespace, streams.clock().instant()),
          errors,
          DrillFindings.of(
              SeenDrills.of(input, read).reported(streams), read.translation().estate(), true),
          looked(client -> MigrationFindings.in(client, namespace)),
          autoscalers(read.objects(), controllers),
          missingAdmission());
    } catch (MissingRights e) {
      return recorded(e);
    }
  }

  private List<Finding> autoscalers(ApiObjects objects, @Nullable List<HasMetadata> controllers) {
    return looked(client -> AutoscalerFindings.in(client, objects, controllers, namespace));
  }

  /** What is found in the cluster; a note says what of it is not seen. */
  private List<Finding> looked(Function<KubernetesClient, Inspection> look) {
    Inspection found = ClusterReader.with(input, look);
    if (found.notSeen() != null) {
      streams.err().println("note: not seen: " + found.notSeen());
    }
    return found.findings();
  }

  /** The admission policies that are missing; null, with a note, where they cannot be listed. */
  private @Nullable SortedSet<String> missingAdmission() {
    SortedSet<String> missing = ClusterReader.with(input, Installation::missingAdmission);
    if (missing == null) {
      streams
          .err()
          .println(
              "note: not seen: whether the admission policies are there, without which nothing is"
                  + " enforced: this account may not list validatingadmissionpolicies and"
                  + " validatingadmissionpolicybindings of admissionregistration.k8s.io; ask for"
                  + " that right");
    }
    return missing;
  }

  /** With the gate that the operator wrote, else as much of one as its decisions say. */
  private InspectedNamespace recorded(MissingRights missing) {
    NamespaceObjects seen = NamespaceObjects.read(input, namespace);
    if (seen.objects().namespaces().isEmpty()) {
      throw new BadInputException(
          "this user may not read the Namespace "
              + namespace
              + ", or it is not there; ask for a RoleBinding there to the ClusterRole view or"
              + " edit");
    }
    if (!seen.refused().isEmpty()) {
      streams
          .err()
          .println(
              "note: not seen in namespace "
                  + namespace
                  + ", as this user may not list them there: "
                  + String.join(", ", seen.refused())
                  + "; ask for a RoleBinding there to the ClusterRole view or edit");
    }
    PlacementGate gate = seen.gate();
    boolean written = gate != null && gate.getSpec() != null;
    streams
        .err()
        .println(
            "note: read with the rights of one namespace, as this user may not list "
                + String.join(", ", missing.refused())
                + " in the whole cluster");
    streams
        .err()
        .println(
            "note: not seen: drills, gates of migrations, whether nodes left their zone, whether"
                + " other clusters are reached"
                + (written
                    ? ""
                    : ", the node selectors of zones, and what rules say of images and storage: the"
                        + " namespace has no PlacementGate before it is labelled Audit or Enforce")
                + "; "
                + MissingRights.ask());
    return new InspectedNamespace(
        seen.objects(),
        seen.controllers(),
        gate == null || gate.getSpec() == null
            ? EnforcedGate.ofDecisions(seen.objects(), namespace, streams.clock().instant())
            : gate.getSpec(),
        null,
        List.of(),
        List.of(),
        autoscalers(seen.objects(), seen.seesControllers() ? seen.controllers() : null),
        missingAdmission());
  }

  private InspectedNamespace manifests() {
    Input.refuseBoth(input);
    ManifestReader.Result read = ManifestReader.read(input.files, streams.in());
    ManifestObjects manifests = ManifestObjects.of(read);
    BadManifestsException.refuse(manifests.problems(List.of()), input);
    ApiObjects objects = manifests.objects();
    Estate estate =
        EstateTranslator.translate(objects, streams.clock().instant(), Map.of()).estate();
    List<HasMetadata> controllers = Controllers.in(read.manifests(), namespace);
    return new InspectedNamespace(
        objects,
        controllers,
        EnforcedGate.of(objects, namespace, streams.clock().instant()),
        ObjectErrors.NONE,
        objects.zones().isEmpty()
            ? List.of()
            : DrillFindings.of(SeenDrills.in(manifests.drills()), estate, false),
        List.of(),
        AutoscalerFindings.of(
            Controllers.autoscalers(read.manifests(), namespace), objects, controllers, namespace),
        null);
  }
}
