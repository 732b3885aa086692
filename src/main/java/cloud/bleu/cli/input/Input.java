package cloud.bleu.cli.input;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.BleuWorkloadStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.assess.catalogue.FindingCatalogue;
import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.option.MoveBound;
import cloud.bleu.cli.option.SelfZones;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.drill.DrillTranslator;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.migration.MigrationTranslator;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.status.served.UnservedNamespace;
import cloud.bleu.time.InstantText;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.manifest.SourceLine;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ObservedState;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link InputOptions} name. Manifests are refused as a whole if anything is wrong with
 * them; of a cluster, what is wrong is one of many people's, and is left out.
 */
public final class Input {
  private Input() {}

  /**
   * The objects of manifests, with the defaults of the schema.
   *
   * @throws BadInputException with every error there is
   */
  public static ApiObjects objects(InputOptions options, IOStreams streams) {
    return manifestsRead(options, streams).objects();
  }

  /**
   * Objects that state facts, and the estate that they make: zones and workloads need not be among
   * them.
   *
   * @throws BadInputException with every error there is
   */
  public static Read facts(InputOptions options, IOStreams streams) {
    if (options.files.isEmpty()) {
      return read(options, streams);
    }
    Read read = manifestsSound(options, streams);
    if (read.objects().zones().isEmpty() && read.objects().providers().isEmpty()) {
      throw InputRemarks.lacking(
          options, read.manifests(), "neither a CloudProvider nor an AvailabilityZone");
    }
    InputRemarks.notes(read.translation().notes(), streams);
    return read;
  }

  /**
   * The objects, and the estate that they make.
   *
   * @param errors of objects of a cluster; none for manifests, which are refused with any
   * @param drills of manifests; those of a cluster are for {@link SeenDrills} to read
   * @param manifests that were read; null for a cluster
   */
  public record Read(
      ApiObjects objects,
      Translation translation,
      ObjectErrors errors,
      List<ResilienceDrill> drills,
      @Nullable ManifestObjects manifests) {

    /** Of a cluster. */
    public Read(ApiObjects objects, Translation translation, ObjectErrors errors) {
      this(objects, translation, errors, List.of(), null);
    }

    /** Where a workload is written; null of a cluster. */
    public @Nullable SourceLine source(WorkloadId id) {
      return manifests == null
          ? null
          : manifests.source(new ObjectRef("BleuWorkload", id.namespace(), id.name()));
    }

    /** Every workload that there is, those in error too. */
    public List<WorkloadId> workloads() {
      return objects.workloads().stream().map(Read::id).toList();
    }

    /**
     * What the operator says of a workload; null when it says nothing, or the input has no status.
     */
    public @Nullable BleuWorkloadStatus status(WorkloadId id) {
      return object(id).map(BleuWorkload::getStatus).orElse(null);
    }

    /** When a workload was made; null when the input does not say so. */
    public @Nullable Instant created(WorkloadId id) {
      return object(id)
          .map(w -> InstantText.parse(w.getMetadata().getCreationTimestamp()))
          .orElse(null);
    }

    private Optional<BleuWorkload> object(WorkloadId id) {
      return objects.workloads().stream().filter(w -> id(w).equals(id)).findFirst();
    }

    private static WorkloadId id(BleuWorkload workload) {
      return new WorkloadId(
          Objects.requireNonNullElse(workload.getMetadata().getNamespace(), "default"),
          workload.getMetadata().getName());
    }

    /** A copy whose estate has the operator in those zones; as it is where none is given. */
    public Read operatedFrom(SelfZones zones) {
      Translation operated = translation.of(zones.in(translation.estate()));
      return new Read(objects, operated, errors, drills, manifests);
    }

    /** A copy with this bound of what all workloads may move; as it is where none is given. */
    public Read moving(MoveBound bound) {
      Integer perHour = bound.checked();
      return perHour == null
          ? this
          : new Read(
              objects, BoundedMoves.in(translation, objects, perHour), errors, drills, manifests);
    }

    /** Reports on standard error what is wrong with objects of a cluster, and returns this. */
    public Read reported(IOStreams streams) {
      errors.report(streams.err());
      return this;
    }
  }

  /**
   * Both at once.
   *
   * @throws BadInputException with every error there is in manifests; those of a cluster are for
   *     the caller to report
   */
  public static Read read(InputOptions options, IOStreams streams) {
    if (!options.files.isEmpty()) {
      return manifestsRead(options, streams);
    }
    Read read = cluster(options, streams);
    InputRemarks.notes(read.translation().notes(), streams);
    return read;
  }

  /** The objects of a cluster, without a word on standard error. */
  public static Read cluster(InputOptions options, IOStreams streams) {
    ApiObjects objects = ClusterReader.read(options);
    Translation translation = translate(objects, streams);
    return new Read(objects, translation, new ObjectErrors(translation.problems()));
  }

  /**
   * What objects make of which some are only supposed.
   *
   * @param supposed those that are
   * @param known what is wrong without them
   * @throws BadInputException with every error of what is supposed, and every one that it brings
   *     about
   */
  public static Translation supposed(
      ApiObjects objects, Set<ObjectRef> supposed, ObjectErrors known, IOStreams streams) {
    Translation translation = translate(objects, streams);
    refuse(
        translation.problems().stream()
            .filter(p -> supposed.contains(p.object()) || !known.problems().contains(p))
            .map(p -> p.withObject())
            .toList(),
        "what is supposed");
    return translation;
  }

  /**
   * With what the budget of the hour has been used for, as the placements tell, and with nothing
   * new for workloads that say that the operator may not change objects in their namespace.
   */
  private static Translation translate(ApiObjects objects, IOStreams streams) {
    Instant now = streams.clock().instant();
    Map<WorkloadId, Integer> moves = new HashMap<>();
    for (WorkloadPlacement placement : objects.placements()) {
      String namespace = placement.getMetadata().getNamespace();
      moves.put(
          new WorkloadId(
              namespace == null ? "default" : namespace, placement.getMetadata().getName()),
          RecentMoves.of(placement, now).before(now));
    }
    Set<String> shut = new HashSet<>();
    for (BleuWorkload workload : objects.workloads()) {
      if (UnservedNamespace.isSaidBy(workload)) {
        shut.add(workload.getMetadata().getNamespace());
      }
    }
    Translation translation =
        EstateTranslator.translate(
            objects,
            now,
            moves,
            ObservedState.UNBROKEN
                .checking(new ToldSignatures())
                .reading(LocalDate.ofInstant(streams.real(), ZoneRule.PARIS)),
            namespace -> !shut.contains(namespace),
            new TranslationMemory());
    Translation operated =
        translation.of(
            translation.estate().operatedFrom(OperatorDeployment.zones(objects.deployments())));
    return DeployedBounds.in(operated, objects);
  }

  private static Read manifestsRead(InputOptions options, IOStreams streams) {
    Read read = manifestsSound(options, streams);
    if (read.objects().zones().isEmpty() && read.objects().workloads().isEmpty()) {
      throw InputRemarks.lacking(
          options, read.manifests(), "neither an AvailabilityZone nor a BleuWorkload");
    }
    if (read.objects().zones().isEmpty()) {
      InputRemarks.withoutZones(options, streams);
    }
    InputRemarks.notes(read.translation().notes(), streams);
    InputRemarks.halfADump(read.objects(), read.translation().estate(), streams);
    InputRemarks.breakGlass(read.translation().breakGlass().keySet(), streams);
    return read;
  }

  private static Read manifestsSound(InputOptions options, IOStreams streams) {
    ManifestObjects manifests = manifests(options, streams);
    ApiObjects objects = manifests.objects();
    Translation translation = translate(objects, streams);
    List<Problem> problems = new ArrayList<>(translation.problems());
    if (!objects.zones().isEmpty()) {
      manifests
          .drills()
          .forEach(d -> problems.addAll(DrillTranslator.read(d, translation.estate()).problems()));
    }
    FindingCatalogue catalogue =
        manifests.migrations().isEmpty() ? null : FindingCatalogue.shipped();
    if (catalogue != null) {
      manifests
          .migrations()
          .forEach(m -> problems.addAll(MigrationTranslator.read(m, catalogue).problems()));
    }
    BadManifestsException.refuse(manifests.problems(problems), options);
    return new Read(objects, translation, ObjectErrors.NONE, manifests.drills(), manifests);
  }

  /** The objects as they stand, whatever is wrong with them. */
  public static ManifestObjects manifests(InputOptions options, IOStreams streams) {
    refuseBoth(options);
    ManifestObjects manifests =
        ManifestObjects.of(ManifestReader.read(options.files, streams.in()));
    InputRemarks.newerStatus(manifests.newerStatus(), streams);
    return manifests;
  }

  /** Refuses manifests together with a cluster. */
  public static void refuseBoth(InputOptions options) {
    if (options.context != null || options.kubeconfig != null) {
      throw new BadInputException(
          "-f and --context or --kubeconfig exclude each other; give one of them; to plan files with"
              + " what the cluster knows, give one more -f with what"
              + " `kubectl get az,waiver,nodes,pods,wp -A -o yaml` prints");
    }
  }

  /**
   * Refuses if anything is wrong.
   *
   * @param where the objects come from
   */
  public static void refuse(List<String> problems, String where) {
    if (problems.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>(problems);
    lines.add(BadManifestsException.verdict(problems.size(), where, InputOptions.NOTHING_PLANNED));
    throw new BadInputException(lines);
  }
}
