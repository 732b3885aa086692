package cloud.bleu.operator.profile;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * The way to a cluster as a ClusterProfile says it.
 *
 * @param provider name of what gives a credential
 * @param cluster server and authority
 * @param execConfig what the profile has for the plugin; null: nothing
 */
record ProfileAccess(String provider, Cluster cluster, @Nullable JsonNode execConfig) {}
