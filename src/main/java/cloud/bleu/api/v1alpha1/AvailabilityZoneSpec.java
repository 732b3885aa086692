package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** The facts about a zone and the nodes that realise it. */
public record AvailabilityZoneSpec(
    @JsonPropertyDescription("The CloudProvider that operates the zone, by name.")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String provider,
    @JsonPropertyDescription("The offerings of the provider that run in this zone, by name.")
        @Size(max = 64)
        @Schema(each = Format.TOKEN)
        List<@Size(min = 1, max = 63) String> offerings,
    @JsonPropertyDescription("The provider's region, by its identifier.")
        @Required
        @Pattern(Format.TOKEN)
        @Size(min = 1, max = 63)
        String region,
    @JsonPropertyDescription("The physical place. Two zones on one site fail together.")
        @Required
        @Pattern(Format.TOKEN)
        @Size(min = 1, max = 63)
        String site,
    @JsonPropertyDescription("Where the fact `site` comes from.") Provenance siteProvenance,
    @JsonPropertyDescription("Where the site is on the map. Absent: not known.") Location location,
    @JsonPropertyDescription(
            "What can fail together, by kind of hazard: zones with the same value are lost together. None says that"
                + " the zone is not exposed; a hazard that is left out is unknown, and zones that leave it out are taken"
                + " to fail together.")
        @Size(max = 32)
        @Schema(each = Format.TOKEN)
        @ValidationRule(
            value = "self.all(k, k.size() <= 63 && k.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$'))",
            message = "a hazard is named by at most 63 lower-case letters, digits and dashes")
        Map<String, @Size(min = 1, max = 63) String> failureDomains,
    @JsonPropertyDescription("Where the facts `failureDomains` come from.")
        Provenance failureDomainsProvenance,
    @JsonPropertyDescription(
            "Active: in service. Cordoned: nothing new comes. Drained: what runs moves away, its replacement first."
                + " Lost: what ran is re-created elsewhere now. The annotation placement.bleu.cloud/incident can only"
                + " make it worse.")
        @Default("Active")
        @Schema(values = {"Active", "Cordoned", "Drained", "Lost"})
        String state,
    @JsonPropertyDescription(
            "Announced operations. While one lasts the zone is in its state, if that is worse than what the zone is"
                + " in anyhow.")
        @Size(max = 64)
        @Schema(keys = {"from", "to"})
        List<Maintenance> maintenance,
    @JsonPropertyDescription(
            "Decisions of the customer's own authority that data of certain classes may be handled here.")
        @Size(max = 64)
        @Schema(keys = "reference")
        List<Homologation> homologations,
    @JsonPropertyDescription(
            "Declared capacity. Absent: measured on the nodes that match the target, less what others run there. In"
                + " another cluster they are measured where the operator may list them; with karmada or"
                + " openClusterManagement it is what these report of the cluster.")
        Capacity capacity,
    @JsonPropertyDescription(
            "How much of the capacity is used at most, in percent; the rest covers what packing loses.")
        @Default("90")
        @Min(1)
        @Max(100)
        Integer usablePercent,
    @JsonPropertyDescription(
            "How what is seen of the zone counts, and how long it is seen before anything moves. Absent: at once,"
                + " Degraded with the first node that is not Ready and Silent with the last.")
        ZoneHealth health,
    @JsonPropertyDescription(
            "What running here costs, in money and in carbon. Absent: as the dearest known zone.")
        ZoneCost cost,
    @JsonPropertyDescription("Storage classes, and where backups go. Absent: not known.")
        ZoneStorage storage,
    @JsonPropertyDescription(
            "The registries that the nodes pull images from, as host, host:port or host/path. Absent: not known.")
        @Size(max = 64)
        @Schema(each = Format.REGISTRY)
        List<@Size(min = 1, max = 253) String> registries,
    @JsonPropertyDescription("What the nodes call outside the zone. Absent: not known.")
        ZoneEgress egress,
    @JsonPropertyDescription("What realises the zone: nodes, a cluster, or what an engine has.")
        @Required
        Target target)
    implements ObjectPart {

  public AvailabilityZoneSpec {
    offerings = UnmodifiableCopies.list(offerings);
    failureDomains = UnmodifiableCopies.map(failureDomains);
    state = UnmodifiableCopies.or(state, "Active");
    maintenance = UnmodifiableCopies.list(maintenance);
    homologations = UnmodifiableCopies.list(homologations);
    usablePercent = UnmodifiableCopies.or(usablePercent, 90);
    registries = UnmodifiableCopies.list(registries);
  }

  /** A place on the map. */
  @ValidationRule(
      value = "has(self.latitude) == has(self.longitude)",
      message = "latitude and longitude are given together or not at all",
      fieldPath = ".latitude")
  @ValidationRule(
      value = "!has(self.subdivision) || self.subdivision.startsWith(self.country + '-')",
      message =
          "the subdivision is not one of the country: ISO 3166-2 codes start with the country",
      fieldPath = ".subdivision")
  @ValidationRule(
      value = "!has(self.coordinatesProvenance) || has(self.latitude)",
      message = "there are no coordinates that coordinatesProvenance would be about",
      fieldPath = ".coordinatesProvenance")
  public record Location(
      @JsonPropertyDescription("Country, ISO 3166-1 alpha-2.")
          @Required
          @Pattern(Format.COUNTRY)
          @Size(max = 2)
          String country,
      @JsonPropertyDescription("Subdivision of the country, ISO 3166-2, such as FR-IDF.")
          @Pattern("^[A-Z]{2}-[A-Z0-9]{1,3}$")
          @Size(max = 6)
          String subdivision,
      @JsonPropertyDescription("Latitude in degrees, north positive, as a decimal string.")
          @Pattern("^[-+]?([0-8]?[0-9](\\.[0-9]{1,6})?|90(\\.0{1,6})?)$")
          @Size(max = 12)
          String latitude,
      @JsonPropertyDescription("Longitude in degrees, east positive, as a decimal string.")
          @Pattern("^[-+]?((1[0-7][0-9]|[0-9]{1,2})(\\.[0-9]{1,6})?|180(\\.0{1,6})?)$")
          @Size(max = 12)
          String longitude,
      @JsonPropertyDescription("Where the facts of this group come from.") Provenance provenance,
      @JsonPropertyDescription(
              "Where the coordinates come from. Left out: from where the country is known.")
          Provenance coordinatesProvenance)
      implements ObjectPart {}

  /** Totals of a zone and its largest node. */
  public record Capacity(
      @JsonPropertyDescription("All processors, as a quantity.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String cpu,
      @JsonPropertyDescription("All memory, as a quantity.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String memory,
      @JsonProperty("ephemeral-storage")
          @JsonPropertyDescription("All ephemeral storage, as a quantity.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String ephemeralStorage,
      @JsonPropertyDescription("The most pods that the zone runs, ours and others.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String pods,
      @JsonPropertyDescription("Extended resources by name, such as nvidia.com/gpu.")
          @Size(max = Format.RESOURCES)
          @Schema(intOrString = true, each = Format.QUANTITY)
          Map<String, @Size(max = 32) String> extended,
      @JsonPropertyDescription(
              "The largest node: a pod that does not fit on it does not fit in the zone, whatever the totals say.")
          NodeSize largestNode)
      implements ObjectPart {
    public Capacity {
      extended = UnmodifiableCopies.map(extended);
    }
  }

  /** What one node can hold. */
  public record NodeSize(
      @JsonPropertyDescription("Processors of the node, as a quantity.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String cpu,
      @JsonPropertyDescription("Memory of the node, as a quantity.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String memory,
      @JsonProperty("ephemeral-storage")
          @JsonPropertyDescription("Ephemeral storage of the node, as a quantity.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String ephemeralStorage,
      @JsonPropertyDescription("The most pods on the node.")
          @Pattern(Format.QUANTITY)
          @Size(max = 32)
          @Schema(intOrString = true)
          String pods,
      @JsonPropertyDescription("Extended resources of the node by name, such as nvidia.com/gpu.")
          @Size(max = Format.RESOURCES)
          @Schema(intOrString = true, each = Format.QUANTITY)
          Map<String, @Size(max = 32) String> extended)
      implements ObjectPart {
    public NodeSize {
      extended = UnmodifiableCopies.map(extended);
    }
  }

  /** The nodes of a zone, in this cluster or in another one, or the cluster of an engine. */
  @ValidationRule(
      value =
          "has(self.nodeSelector) || has(self.cluster) || has(self.clusterProfile) || has(self.karmada)"
              + " || has(self.openClusterManagement)",
      message = "state the labels of the nodes, or the cluster whose nodes they are")
  @ValidationRule(
      value = "!has(self.cluster) || !has(self.clusterProfile)",
      message = "cluster and clusterProfile are two ways to a cluster: state one",
      fieldPath = ".clusterProfile")
  @ValidationRule(
      value =
          "!has(self.karmada) || !(has(self.nodeSelector) || has(self.cluster) || has(self.clusterProfile))",
      message = "karmada stands alone: Karmada brings workloads to a cluster, and no further",
      fieldPath = ".karmada")
  @ValidationRule(
      value =
          "!has(self.openClusterManagement) || !(has(self.nodeSelector) || has(self.cluster)"
              + " || has(self.clusterProfile) || has(self.karmada))",
      message =
          "openClusterManagement stands alone: the agent of a cluster fetches what is to run there",
      fieldPath = ".openClusterManagement")
  public record Target(
      @JsonPropertyDescription(
              "The labels of the zone's nodes, within the cluster that is named beside it, else in this one. Absent"
                  + " with a cluster: all of its nodes. Use a label under node-restriction.kubernetes.io, which"
                  + " kubelets cannot set on themselves. The nodes of two zones must not overlap.")
          @Size(min = 1, max = 16)
          Map<String, @Size(max = 63) String> nodeSelector,
      @JsonPropertyDescription(
              "Another cluster, which the operator reaches directly, by a kubeconfig. Absent: this one.")
          MemberCluster cluster,
      @JsonPropertyDescription(
              "Another cluster, which the operator reaches directly, by a ClusterProfile of the cluster inventory of"
                  + " Kubernetes and a credential plugin. Absent: this one.")
          ClusterProfileRef clusterProfile,
      @JsonPropertyDescription(
              "A cluster of the Karmada whose API server this operator works on. The operator acts as the scheduler of"
                  + " bindings; Karmada carries them out.")
          KarmadaCluster karmada,
      @JsonPropertyDescription(
              "Experimental. A ManagedCluster of the Open Cluster Management whose hub this operator works on. The"
                  + " operator writes a ManifestWork for each workload, and the agent of the cluster fetches it: no"
                  + " credential of the cluster is needed.")
          ManagedClusterRef openClusterManagement)
      implements ObjectPart {
    public Target {
      nodeSelector = UnmodifiableCopies.map(nodeSelector);
    }

    /** The labels of nodes of this cluster; none for a zone that is in another one. */
    public Map<String, String> ownNodes() {
      return elsewhere() ? Map.of() : nodeSelector;
    }

    /** Whether the zone is in another cluster than the operator, by whatever way. */
    public boolean elsewhere() {
      return reachedDirectly() || ofEngine();
    }

    /** Whether the zone is in another cluster that the operator reaches by itself. */
    public boolean reachedDirectly() {
      return cluster != null || clusterProfile != null;
    }

    /** Whether an engine brings to the zone what is decided, and the operator does not reach it. */
    public boolean ofEngine() {
      return !reachedDirectly() && (karmada != null || openClusterManagement != null);
    }

    /**
     * By which two zones name one cluster that the operator reaches by itself; null where the zone
     * is in none.
     */
    public String directCluster() {
      if (cluster != null) {
        return cluster.id();
      }
      return clusterProfile == null ? null : clusterProfile.id();
    }
  }
}
