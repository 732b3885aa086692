package cloud.bleu.cli.whatif;

import cloud.bleu.api.v1alpha1.AppliedObject;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.cli.input.Input;
import cloud.bleu.cli.option.DayOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.placement.simulation.RestState;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is supposed, and the estate as it would be. */
public final class Hypothesis {

  /** What a person supposes. */
  public record Supposed(
      DayOptions day,
      List<String> losses,
      List<String> capacities,
      List<String> policies,
      List<String> facts) {}

  private final List<String> changes = new ArrayList<>();
  private final Set<ObjectRef> given = new TreeSet<>();
  private final List<Loss> losses = new ArrayList<>();
  private List<AvailabilityZone> zones = List.of();
  private final Supposed supposed;

  /**
   * @param supposed the options that say what changes
   */
  public Hypothesis(Supposed supposed) {
    this.supposed = supposed;
  }

  /** What is supposed, in words, in the order of the options. */
  public List<String> changes() {
    return List.copyOf(changes);
  }

  /** Zones that are supposed to be lost, once the estate is asked for. */
  public SortedSet<String> lost() {
    SortedSet<String> lost = new TreeSet<>();
    losses.forEach(loss -> lost.addAll(loss.zones()));
    return Collections.unmodifiableSortedSet(lost);
  }

  /** The losses that are supposed, once the estate is asked for. */
  public List<Loss> losses() {
    return List.copyOf(losses);
  }

  /** The zones as they are written if the facts hold, once the estate is asked for. */
  public List<AvailabilityZone> zones() {
    return List.copyOf(zones);
  }

  /**
   * The estate as it would be, with what comes to rest before in force.
   *
   * @param read what there is
   * @param before where everything stands if nothing changes
   * @param streams its clock is the instant of the question
   * @throws BadInputException if something that is supposed cannot be read or is not there
   */
  public Estate applied(Input.Read read, Estate before, IOStreams streams) {
    if (supposed.day().day != null) {
      changes.add("it is " + supposed.day().day);
    }
    ApiObjects changed = facts(policies(read.objects(), streams), streams);
    zones = changed.zones();
    Estate estate =
        RestState.with(
            Input.supposed(changed, given, read.errors(), supposed.day().applied(streams)).estate(),
            before.placements());
    List<Zone> supposedZones = new ArrayList<>(estate.zones());
    for (String text : supposed.capacities()) {
      Shrinkage shrinkage = Shrinkage.typed(text, estate);
      changes.add(
          "zone " + shrinkage.zone() + " has " + shrinkage.percent() + " % of its capacity");
      supposedZones.replaceAll(shrinkage::applied);
    }
    for (String text : supposed.losses()) {
      Loss loss = TypedLoss.of(text, estate);
      changes.add(loss.name() + " is lost");
      losses.add(loss);
      supposedZones.replaceAll(zone -> loss.applied(zone, estate.now()));
    }
    return estate
        .withZones(supposedZones)
        .operatedFrom(before.operatorZones())
        .withMoveBudget(before.moveBudget());
  }

  private ApiObjects policies(ApiObjects objects, IOStreams streams) {
    ApiObjects result = objects;
    for (String file : supposed.policies()) {
      ApiObjects read = read(file, streams);
      only(file, "--policy", "SovereigntyPolicy", read.policies().size(), read);
      result = result.with(SovereigntyPolicy.class, overlaid(result.policies(), read.policies()));
    }
    return result;
  }

  private ApiObjects facts(ApiObjects objects, IOStreams streams) {
    ApiObjects result = objects;
    for (String file : supposed.facts()) {
      ApiObjects read = read(file, streams);
      only(
          file,
          "--fact",
          "CloudProvider or AvailabilityZone",
          read.providers().size() + read.zones().size(),
          read);
      result =
          result
              .with(CloudProvider.class, overlaid(result.providers(), read.providers()))
              .with(AvailabilityZone.class, overlaid(result.zones(), read.zones()));
    }
    return result;
  }

  private static ApiObjects read(String file, IOStreams streams) {
    ManifestObjects manifests =
        ManifestObjects.of(ManifestReader.read(List.of(file), streams.in()));
    Input.refuse(
        manifests.problems(List.of()).stream().map(ManifestProblem::toString).toList(), file);
    return manifests.objects();
  }

  private static void only(String file, String option, String kinds, int count, ApiObjects read) {
    long others = read.all().count() - count;
    if (count == 0 || others > 0) {
      throw new BadInputException(
          file
              + ": "
              + option
              + " takes objects of the kind "
              + kinds
              + (count == 0
                  ? ", and there is none; give a file with one"
                  : " only; take the others out"));
    }
  }

  /** The objects, with files applied to those of the same name, and the new ones. */
  private <T extends CustomResource<S, U>, S, U> List<T> overlaid(List<T> objects, List<T> over) {
    Map<String, T> byName = new TreeMap<>();
    objects.forEach(o -> byName.put(o.getMetadata().getName(), o));
    for (T object : over) {
      given.add(ObjectRef.of(object));
      String name = object.getMetadata().getName();
      T known = byName.get(name);
      byName.put(name, known == null ? object : AppliedObject.of(known, object));
      changes.add(
          object.getKind()
              + " "
              + name
              + (known == null ? " is added" : " says what the file says"));
    }
    return List.copyOf(byName.values());
  }
}
