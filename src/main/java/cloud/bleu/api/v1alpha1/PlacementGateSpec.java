package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The decisions in force of one namespace, as admission reads them: maps, so that a pod costs one
 * look-up whatever else is decided.
 */
public record PlacementGateSpec(
    @JsonPropertyDescription(
            "The highest number of a decision in this gate, as in the chain of decisions.")
        @Required
        @Min(1)
        Long sequence,
    @JsonPropertyDescription("The zones in which something of this namespace may run, by name.")
        @Size(max = Format.ZONES)
        Map<String, Zone> zones,
    @JsonPropertyDescription(
            "What may create pods, by name of the Deployment or StatefulSet of one workload in one zone.")
        @Size(max = PlacementGateSpec.CHILDREN)
        Map<String, Child> children,
    @JsonPropertyDescription(
            "Which pods that others create wait for a zone, by name of the BleuWorkload that constrains them.")
        @Size(max = PlacementGateSpec.CHILDREN)
        Map<String, Pods> pods,
    @JsonPropertyDescription("The zones of those pods that have one, by name of the pod.")
        @Size(max = PlacementGateSpec.CHILDREN)
        Map<String, Assigned> assigned,
    @JsonPropertyDescription(
            "What enforced rules say of images, by the names that children and pods refer to.")
        @Size(max = PlacementGateSpec.IMAGES)
        Map<String, Images> images,
    @JsonPropertyDescription(
            "What enforced rules say of the storage that is claimed. Absent: nothing is said.")
        Claims claims,
    @JsonPropertyDescription("The room that is held for workloads, by name of the BleuWorkload.")
        @Size(max = PlacementGateSpec.CHILDREN)
        Map<String, Replica> replicas)
    implements ObjectPart {

  /**
   * Most children and assigned pods of one gate, together: an object of them all stays below one
   * MiB.
   */
  public static final int CHILDREN = 4000;

  /** Most statements about images. */
  public static final int IMAGES = 256;

  /** Most statements about the images of one workload. */
  public static final int STATEMENTS = 64;

  /** Most registries of one statement. */
  public static final int REGISTRIES = 256;

  /** Most storage classes. */
  public static final int CLASSES = 1000;

  public PlacementGateSpec {
    zones = UnmodifiableCopies.map(zones);
    children = UnmodifiableCopies.map(children);
    pods = UnmodifiableCopies.map(pods);
    assigned = UnmodifiableCopies.map(assigned);
    images = UnmodifiableCopies.map(images);
    replicas = UnmodifiableCopies.map(replicas);
  }

  /** False says what an absent field says, and one form of both can be compared. */
  private static @Nullable Boolean saying(@Nullable Boolean field) {
    return Boolean.TRUE.equals(field) ? true : null;
  }

  /** A gate for children alone, of whose images and claims nothing is said. */
  public PlacementGateSpec(Long sequence, Map<String, Zone> zones, Map<String, Child> children) {
    this(sequence, zones, children, null, null, null, null, null);
  }

  /** A zone as admission sees it. */
  public record Zone(
      @JsonPropertyDescription(
              "The node selector that every pod of the zone carries. Absent: the zone is all nodes of its cluster.")
          @Size(max = 16)
          Map<String, @Size(max = 63) String> nodeSelector)
      implements ObjectPart {
    public Zone {
      nodeSelector = UnmodifiableCopies.map(nodeSelector);
    }
  }

  /** A workload in a zone. */
  public record Child(
      @JsonPropertyDescription("Name of the BleuWorkload in the same namespace.")
          @Required
          @Size(min = 1, max = 63)
          String workload,
      @JsonPropertyDescription("Name of the AvailabilityZone, one of zones.")
          @Required
          @Size(min = 1, max = 63)
          String zone,
      @JsonPropertyDescription(
              "What holds for its images: names in images, all of them. Empty: nothing is said.")
          @Size(max = PlacementGateSpec.STATEMENTS)
          List<@Size(max = 63) String> images,
      @JsonPropertyDescription(
              "Whether its pods write to claims and to the node only: an enforced rule asks of their storage, and of"
                  + " other kinds of volumes no zone states anything.")
          Boolean claimsOnly)
      implements ObjectPart {
    public Child {
      images = UnmodifiableCopies.list(images);
      claimsOnly = saying(claimsOnly);
    }

    /** A workload of whose images and volumes nothing is said. */
    public Child(String workload, String zone) {
      this(workload, zone, null, null);
    }
  }

  /** Pods that others create. */
  public record Pods(
      @JsonPropertyDescription("Which pods, by their labels.") @Required LabelSelector selector,
      @JsonPropertyDescription(
              "What holds for their images: names in images, all of them. Empty: nothing is said.")
          @Size(max = PlacementGateSpec.STATEMENTS)
          List<@Size(max = 63) String> images,
      @JsonPropertyDescription(
              "Whether they write to claims and to the node only: an enforced rule asks of their storage, and of other"
                  + " kinds of volumes no zone states anything.")
          Boolean claimsOnly,
      @JsonPropertyDescription(
              "Whether nothing is decided for them now: then none is created, whoever else selects it.")
          Boolean undecided)
      implements ObjectPart {
    public Pods {
      images = UnmodifiableCopies.list(images);
      claimsOnly = saying(claimsOnly);
      undecided = saying(undecided);
    }

    /** Pods for which there is a decision. */
    public Pods(LabelSelector selector, List<String> images, Boolean claimsOnly) {
      this(selector, images, claimsOnly, null);
    }

    /** Pods for which there is none. */
    public static Pods undecided(LabelSelector selector) {
      return new Pods(selector, List.of(), null, true);
    }
  }

  /** Where one pod that somebody else created may run. */
  public record Assigned(
      @JsonPropertyDescription("Name of the BleuWorkload in the same namespace.")
          @Required
          @Size(min = 1, max = 63)
          String workload,
      @JsonPropertyDescription("Name of the AvailabilityZone, one of zones.")
          @Required
          @Size(min = 1, max = 63)
          String zone)
      implements ObjectPart {}

  /** What one statement asks of images. */
  public record Images(
      @JsonPropertyDescription(
              "Host, slash and path, and a slash at the end: an image begins with one of them. Empty: none is let in.")
          @Size(max = PlacementGateSpec.REGISTRIES)
          List<@Size(max = 512) String> registries,
      @JsonPropertyDescription("Whether an image must be named by its digest.") Boolean digest)
      implements ObjectPart {
    public Images {
      registries = UnmodifiableCopies.list(registries);
      digest = saying(digest);
    }
  }

  /** What a claim may ask for. */
  public record Claims(
      @JsonPropertyDescription("The storage classes that are known to be encrypted. Empty: none.")
          @Size(max = PlacementGateSpec.CLASSES)
          List<@Size(max = 253) String> storageClasses)
      implements ObjectPart {
    public Claims {
      storageClasses = UnmodifiableCopies.list(storageClasses);
    }
  }

  /** What one replica of a workload counts as. */
  public record Replica(
      @JsonPropertyDescription(
              "By resource. A pod that others create asks no more, and no pod is resized beyond it.")
          @Required
          @Size(max = Format.RESOURCES)
          Map<String, @Size(max = 32) String> requests)
      implements ObjectPart {
    public Replica {
      requests = UnmodifiableCopies.map(requests);
    }
  }
}
