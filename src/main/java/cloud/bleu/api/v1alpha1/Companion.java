package cloud.bleu.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** An object of the namespace of a workload that goes along with it to other clusters. */
@ValidationRule(
    value =
        "!(self.kind == 'ServiceAccount' && self.name == 'default') &&"
            + " !(self.kind == 'ConfigMap' && self.name == 'kube-root-ca.crt')",
    message = "every namespace of every cluster has its own one of this name: name another object",
    fieldPath = ".name")
public record Companion(
    @JsonPropertyDescription("Kind of the object, of the API group that Kubernetes has it in.")
        @Required
        @Schema(
            values = {
              "ConfigMap",
              "Secret",
              "ServiceAccount",
              "Service",
              "Role",
              "RoleBinding",
              "Ingress",
              "PersistentVolumeClaim"
            })
        String kind,
    @JsonPropertyDescription("Its name, in the namespace of the workload.")
        @Required
        @Pattern(Format.NAME)
        @Size(min = 1, max = 253)
        String name)
    implements ObjectPart {}
