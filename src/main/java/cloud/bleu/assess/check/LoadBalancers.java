package cloud.bleu.assess.check;

import cloud.bleu.assess.manifest.ObjectField;
import cloud.bleu.assess.manifest.SeenObject;
import cloud.bleu.assess.model.Advice;
import cloud.bleu.assess.model.MigrationTarget;

/** Services of type LoadBalancer that Azure's load balancer makes public, as it does by default. */
final class LoadBalancers implements Check {

  private static final String CODE = "AzureLbAnnotation";
  private static final String INTERNAL = "service.beta.kubernetes.io/azure-load-balancer-internal";

  @Override
  public void look(SeenObject object, Sightings sightings) {
    if (!sightings.target().equals(MigrationTarget.BLEU) || !object.kind().equals("Service")) {
      return;
    }
    for (ObjectField type : object.select("$object.spec.type")) {
      String internal = object.json().path("metadata").path("annotations").path(INTERNAL).asText();
      if (type.text().equals("LoadBalancer") && !internal.equals("true")) {
        Advice advice = sightings.advice(CODE, "");
        sightings.add(
            CODE,
            type.path(),
            "type LoadBalancer without " + INTERNAL,
            advice == null
                ? null
                : advice
                    .withTo(INTERNAL + ": \"true\" where it is not meant to be public")
                    .withNote("without it the address is public"));
      }
    }
  }
}
