package io.brainy.search.api;

import io.brainy.coordinator.json.StrictJson;
import io.brainy.coordinator.web.RequestBody;
import io.brainy.coordinator.web.RequestHeaders;
import io.brainy.model.api.FindAnswer;
import io.brainy.model.key.CollectionName;
import io.brainy.search.find.Finder;
import jakarta.servlet.http.HttpServletRequest;
import java.util.OptionalLong;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `find` and `search`.
@RestController
public final class FindController {

    private final Finder finder;
    private final CallTimers timers;

    FindController(Finder finder, CallTimers timers) {
        this.finder = finder;
        this.timers = timers;
    }

    @PostMapping("/v1/collections/{collection}/find")
    ResponseEntity<FindAnswer> find(@PathVariable String collection, HttpServletRequest request) {
        return answer(CallTimers.Call.FIND, collection, request, FindRequest::find);
    }

    @PostMapping("/v1/collections/{collection}/search")
    ResponseEntity<FindAnswer> search(@PathVariable String collection, HttpServletRequest request) {
        return answer(CallTimers.Call.SEARCH, collection, request, FindRequest::search);
    }

    private interface Reader {
        FindRequest read(CollectionName collection, OptionalLong position, StrictJson json);
    }

    private ResponseEntity<FindAnswer> answer(
            CallTimers.Call call, String collection, HttpServletRequest request, Reader reader) {
        long start = timers.start();
        FindAnswer answer =
                timers.timed(
                        call,
                        () -> {
                            CollectionName name = new CollectionName(collection);
                            OptionalLong position = RequestHeaders.position(request);
                            FindRequest asked =
                                    RequestBody.json(
                                            request,
                                            RequestBody.MAX_CALL_BYTES,
                                            json -> reader.read(name, position, json));
                            return FindAnswers.of(
                                    finder.find(asked.question()), asked, timers.tookMs(start));
                        },
                        found -> found.shards().failed() > 0 ? "partial" : "ok");
        return ResponseEntity.ok()
                .header(RequestHeaders.POSITION, Long.toString(answer.position()))
                .body(answer);
    }
}
