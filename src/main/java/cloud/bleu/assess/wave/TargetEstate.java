package cloud.bleu.assess.wave;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.object.EstateSurvey;
import cloud.bleu.translate.policy.RehearsalPolicies;
import cloud.bleu.translate.workload.DeploymentClaims;
import cloud.bleu.translate.zone.ObservedState;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the target holds, and with it what is drafted to come. */
public final class TargetEstate {

  /** Of what runs today, the kinds that a decision on the target depends on: no nodes, no pods. */
  public static final Set<String> OF_SOURCE =
      Set.of("Deployment", "Service", "Ingress", "HTTPRoute", "ReferenceGrant", "Namespace");

  private static final String DEPLOYMENT = "Deployment ";

  private final ApiObjects objects;
  private final EstateSurvey survey;
  private final Reader reader;
  private final String provider;
  private final Map<WorkloadId, OpenMove> standing;
  private final Set<WorkloadId> workloads = new TreeSet<>();
  private final Map<WorkloadId, Instant> created;

  /** Who refers to a Deployment, by {@code namespace/name}. */
  private final Map<String, SortedSet<WorkloadId>> referring = new HashMap<>();

  /** The Deployment that a workload refers to, as {@code namespace/name}. */
  private final Map<WorkloadId, String> referred = new HashMap<>();

  /** Makes an estate of objects, as of an instant. */
  public interface Reader {
    /** The estate. */
    Translation translate(ApiObjects objects, Instant now);
  }

  private TargetEstate(
      ApiObjects objects, Reader reader, String provider, Map<WorkloadId, OpenMove> standing) {
    this.objects = objects;
    survey = new EstateSurvey(objects);
    created = survey.created();
    this.reader = reader;
    this.provider = provider;
    this.standing = Map.copyOf(standing);
    for (BleuWorkload workload : objects.workloads()) {
      WorkloadId id = ObjectRef.workload(workload);
      workloads.add(id);
      String deployment = DeploymentClaims.deployment(workload);
      if (deployment != null) {
        referred.put(id, deployment);
        referring.computeIfAbsent(deployment, d -> new TreeSet<>()).add(id);
      }
    }
  }

  /**
   * What was read.
   *
   * @param problems everything that is wrong with it, one a line; with any, nothing of it may be
   *     used
   */
  public record Read(TargetEstate estate, List<String> problems) {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads an estate as {@code bleu plan -f} does.
   *
   * @param arguments files and directories
   * @param provider whose zones alone take what comes
   * @param readOn the real day in Europe/Paris, also where another one is planned for
   */
  public static Read read(List<String> arguments, String provider, Instant now, LocalDate readOn) {
    ObservedState observed = ObservedState.UNBROKEN.reading(readOn);
    Reader reader =
        (all, at) ->
            EstateTranslator.translate(all, at, Map.of(), observed, new TranslationMemory());
    ManifestReader.Result read = ManifestReader.read(arguments, InputStream.nullInputStream());
    ManifestObjects objects = ManifestObjects.of(read);
    Translation translation = reader.translate(objects.objects(), now);
    List<String> problems =
        new ArrayList<>(
            objects.problems(translation.problems()).stream()
                .map(ManifestProblem::toString)
                .toList());
    if (problems.isEmpty() && objects.objects().zones().isEmpty()) {
      problems.add(
          String.join(" ", arguments)
              + ": no AvailabilityZone; give the directory that holds the zones of the target");
    }
    SortedSet<String> sellers = new TreeSet<>(new EstateSurvey(objects.objects()).zones().values());
    if (problems.isEmpty() && !sellers.contains(provider)) {
      problems.add(
          String.join(" ", arguments)
              + ": no AvailabilityZone of the target "
              + ShownText.quote(provider)
              + "; its zones are of "
              + String.join(", ", sellers)
              + "; name one of these with --target, or add the zones of "
              + provider);
    }
    return new Read(of(objects.objects(), reader, provider, Map.of()), problems);
  }

  /**
   * The zones of one provider in an estate that may have others.
   *
   * @param objects of the whole estate
   * @param provider whose zones alone take what comes
   * @param standing the workloads of the estate that the provider does not hold, and why not
   */
  public static TargetEstate of(
      ApiObjects objects, Reader reader, String provider, Map<WorkloadId, OpenMove> standing) {
    return new TargetEstate(objects, reader, provider, standing);
  }

  /** The services that the provider is known to offer. */
  public Set<String> offered() {
    return survey.services(provider);
  }

  /** Whether the provider has zones in another cluster, to which objects can be copied. */
  public boolean isElsewhere() {
    return survey.isElsewhere(provider);
  }

  /** Whether a policy of the estate is for rehearsals. */
  public boolean hasRehearsalPolicy() {
    return RehearsalPolicies.any(objects.policies());
  }

  /** Those of some zones that are of another provider. */
  SortedSet<String> elsewhere(Collection<String> zones) {
    SortedSet<String> others = new TreeSet<>(zones);
    survey.zones().forEach((zone, seller) -> remove(others, zone, seller));
    return others;
  }

  private void remove(SortedSet<String> others, String zone, String seller) {
    if (provider.equals(seller)) {
      others.remove(zone);
    }
  }

  /** The classes of data that each policy of the estate is for, by its name. */
  SortedMap<String, List<String>> policies() {
    return survey.policies();
  }

  /** How many BleuWorkloads there are. */
  int size() {
    return workloads.size();
  }

  /** Whether there is a BleuWorkload of that name already. */
  public boolean has(WorkloadId id) {
    return workloads.contains(id);
  }

  /**
   * The BleuWorkload that runs what a draft is of: one that refers to it, under whatever name;
   * where none does, one of the draft's name that refers to nothing. Null when there is none.
   */
  public @Nullable WorkloadId running(WorkloadDraft draft) {
    SortedSet<WorkloadId> all =
        draft.of().startsWith(DEPLOYMENT)
            ? referring.get(draft.of().substring(DEPLOYMENT.length()))
            : null;
    if (all != null) {
      return all.stream().filter(id -> !standing.containsKey(id)).findFirst().orElse(all.first());
    }
    return has(draft.id()) && !referred.containsKey(draft.id()) ? draft.id() : null;
  }

  /**
   * Why the target does not hold what a draft is of, though there is something in its place; null
   * where it does, or where there is nothing.
   */
  @Nullable OpenMove whyNotMoved(WorkloadDraft draft) {
    WorkloadId id = running(draft);
    if (id != null) {
      return standing.get(id);
    }
    String other = referred.get(draft.id());
    return other == null
        ? null
        : new OpenMove(
            "the BleuWorkload "
                + draft.id()
                + " refers to the Deployment "
                + other
                + "; write one of another name for this",
            false);
  }

  /** When a BleuWorkload was created; null where it does not say it. */
  @Nullable Instant created(WorkloadId id) {
    return created.get(id);
  }

  /** Whether a zone is of the provider. */
  boolean isOf(String zone) {
    return provider.equals(survey.zones().get(zone));
  }

  /**
   * The objects of the estate with drafts of what comes. Their namespaces are governed then, so
   * that the policies of the target bind them.
   *
   * @param source the manifests that the drafts were made from
   * @param use what these namespaces are for
   */
  ApiObjects with(List<Manifest> source, List<WorkloadDraft> drafts, FutureNamespaces.Use use) {
    StringBuilder yaml = new StringBuilder();
    drafts.forEach(d -> yaml.append("---\n").append(d.yaml()));
    List<Manifest> arriving = new ArrayList<>();
    source.stream().filter(m -> OF_SOURCE.contains(m.ref().kind())).forEach(arriving::add);
    arriving.addAll(
        ManifestReader.read(
                List.of("-"),
                new ByteArrayInputStream(yaml.toString().getBytes(StandardCharsets.UTF_8)))
            .manifests());
    ApiObjects others =
        ManifestObjects.of(new ManifestReader.Result(arriving, List.of())).objects();
    return new FutureNamespaces(objects, source, drafts, use)
        .objects()
        .joinedBy(objects)
        .joinedBy(others);
  }

  /** An estate of objects, at an instant: facts that begin or end by then have begun or ended. */
  Translation at(ApiObjects all, Instant now) {
    return reader.translate(all, now);
  }
}
