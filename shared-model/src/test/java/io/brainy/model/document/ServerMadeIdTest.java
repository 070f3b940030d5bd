package io.brainy.model.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.brainy.model.document.FieldValue.Fields;
import io.brainy.model.document.FieldValue.Whole;
import io.brainy.model.key.Slots;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The ids here are the format: they never change.
class ServerMadeIdTest {

    private static final Content CONTENT = new Content.Text("Brainy remembers.");

    @Test
    void theMembersThatAreThereAreHashedInCanonicalOrder() {
        Map<String, FieldValue> content = new LinkedHashMap<>();
        content.put("title", new FieldValue.Text("t"));
        content.put("n", new Whole(1));
        Vector vector = new Vector(new float[] {0.1f, 1}, false);
        Fields metadata = new Fields(Map.of("k", new Whole(2)));

        assertThat(
                        ServerMadeId.canonical(
                                "post",
                                new Content.Structured(new Fields(content)),
                                vector,
                                metadata,
                                "news"))
                .isEqualTo(
                        "{\"content\":{\"n\":1,\"title\":\"t\"},\"routingKey\":\"news\",\"type\":\"post\"}");
        assertThat(ServerMadeId.canonical(null, CONTENT, null, Fields.EMPTY, null))
                .isEqualTo("{\"content\":\"Brainy remembers.\"}");
        assertThat(ServerMadeId.canonical("post", null, vector, metadata, null))
                .isEqualTo(
                        "{\"metadata\":{\"k\":2},\"type\":\"post\",\"vector\":[0.10000000149011612,1]}");
        assertThat(ServerMadeId.canonical(null, null, null, Fields.EMPTY, null)).isEqualTo("{}");
    }

    @Test
    void anIdIsTheSlotAndTheFirstHalfOfTheHash() throws NoSuchAlgorithmException {
        String hash = sha256("{\"content\":\"Brainy remembers.\"}").substring(0, 32);
        String keyed =
                sha256("{\"content\":\"Brainy remembers.\",\"routingKey\":\"news\"}")
                        .substring(0, 32);

        assertThat(id(null).value()).isEqualTo("~%04x%s".formatted(Slots.h16(hash), hash));
        assertThat(id("news").value())
                .isEqualTo("~%02x%02x%s".formatted(Slots.h8("news"), Slots.h8(keyed), keyed));
    }

    @Test
    void theseAreTheIdsForEver() {
        assertThat(id(null)).hasToString("~5c49c398fcc85274ea5db9003573c41488d9");
        assertThat(id("news")).hasToString("~7074500164b5c6a7b7cec51e1d36f2941cfa");
        assertThat(ServerMadeId.of(null, null, null, Fields.EMPTY, null))
                .hasToString("~9dd444136fa355b3678a1146ad16f7e8649e");
    }

    @Test
    void metadataAndVectorCountOnlyWithoutContent() {
        Fields metadata = new Fields(Map.of("k", new Whole(2)));
        Vector vector = new Vector(new float[] {1}, false);

        assertThat(ServerMadeId.of(null, CONTENT, vector, metadata, null)).isEqualTo(id(null));
        assertThat(ServerMadeId.of(null, null, null, metadata, null))
                .isNotEqualTo(ServerMadeId.of(null, null, vector, metadata, null))
                .isNotEqualTo(ServerMadeId.of(null, null, null, Fields.EMPTY, null));
    }

    @Test
    void aDocumentLiesAtTheSlotThatItsIdNames() {
        DocumentId plain = id(null);
        DocumentId keyed = id("news");

        assertThat(plain.ownSlot()).isEqualTo(Slots.h16(plain.ownHash()));
        assertThat(keyed.ownSlot()).isEqualTo(Slots.of(keyed.ownHash(), "news"));
        assertThat(keyed.homeSlot()).isEqualTo(keyed.ownSlot());
    }

    @Test
    void aKeyOfAnotherHashContradictsTheIdAndSoDoesNone() {
        DocumentId keyed = id("news");
        String colliding = keyOf(Slots.h8("news"));

        assertThat(ServerMadeId.agrees(keyed, "news")).isTrue();
        assertThat(ServerMadeId.agrees(keyed, colliding)).isTrue();
        assertThat(ServerMadeId.agrees(keyed, keyOf(Slots.h8("news") ^ 1))).isFalse();
        assertThat(ServerMadeId.agrees(keyed, null)).isFalse();
        assertThat(ServerMadeId.agrees(id(null), null)).isTrue();
        assertThat(ServerMadeId.agrees(id(null), keyOf(id(null).ownSlot() >>> 8 ^ 1))).isFalse();
    }

    @Test
    void aClientsIdAgreesWithAnyKey() {
        DocumentId clients = new DocumentId("a");

        assertThat(ServerMadeId.agrees(clients, null)).isTrue();
        assertThat(ServerMadeId.agrees(clients, "news")).isTrue();
    }

    private static DocumentId id(@Nullable String routingKey) {
        return ServerMadeId.of(null, CONTENT, null, Fields.EMPTY, routingKey);
    }

    /// Some key whose `h8` is this.
    private static String keyOf(int h8) {
        for (int i = 0; ; i++) {
            if (Slots.h8("key-" + i) == h8) {
                return "key-" + i;
            }
        }
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
